using System.Net;
using System.Net.Sockets;

namespace Analytics.Local.Hosting;

/// <summary>Finds and checks ports on the loopback interface.</summary>
internal static class LoopbackPort
{
    private const int MaxAttempts = 20;

    /// <summary>Finds a port that is free on 127.0.0.1, and on ::1 if the machine has it.</summary>
    /// <remarks>The port is not reserved: the caller binds it at once, and tries another if another process has taken it.</remarks>
    public static int Free()
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
            if (!Socket.OSSupportsIPv6 || CanBind(IPAddress.IPv6Loopback, port) is null or SocketError.AddressNotAvailable)
            {
                return port;
            }
        }

        throw new InvalidOperationException($"No port was free on both loopback addresses in {MaxAttempts} attempts.");
    }

    /// <exception cref="PortTakenException">The port is in use on 127.0.0.1.</exception>
    public static void Require(int port, string option)
    {
        if (CanBind(IPAddress.Loopback, port) == SocketError.AddressAlreadyInUse)
        {
            throw new PortTakenException(port, option);
        }
    }

    /// <summary>Null if the port can be bound; otherwise the error.</summary>
    private static SocketError? CanBind(IPAddress address, int port)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            // As servers do: lingering connections of a previous server, which last about a minute, do not block the port.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, !OperatingSystem.IsWindows());
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(1);
            return null;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode;
        }
    }
}
