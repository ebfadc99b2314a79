using System.Collections.Frozen;

namespace Analytics.Core.Orders;

/// <summary>A currency of ISO 4217 with the number of decimals that its amounts have.</summary>
/// <remarks>There is one instance for each currency, so reference equality is equality. Immutable and thread-safe.</remarks>
public sealed class Currency : IComparable<Currency>
{
    // ISO 4217:2015 list one with its amendments up to Amendment: every code that has a minor unit.
    // Codes without one (metals, funds units of settlement, XXX, XTS) cannot price an order.
    private const string NoDecimals = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
    private const string TwoDecimals =
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY " +
        "COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR " +
        "IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD " +
        "NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP " +
        "SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG";
    private const string ThreeDecimals = "BHD IQD JOD KWD LYD OMR TND";
    private const string FourDecimals = "CLF UYW";

    /// <summary>The amendment of ISO 4217 that the table is at.</summary>
    public const int Amendment = 180;

    // Codes that were in the table: their orders are read, cancelled and counted, and no new ones are placed in them.
    private static readonly (string Code, int Exponent, DateOnly On)[] Withdrawn = [("BGN", 2, new DateOnly(2026, 1, 1))];

    private static readonly FrozenDictionary<string, Currency> ByCode = new[]
        {
            (NoDecimals, 0), (TwoDecimals, 2), (ThreeDecimals, 3), (FourDecimals, 4),
        }
        .SelectMany(group => group.Item1.Split(' ').Select(code => new Currency(code, group.Item2, null)))
        .Concat(Withdrawn.Select(currency => new Currency(currency.Code, currency.Exponent, currency.On)))
        .ToFrozenDictionary(currency => currency.Code, StringComparer.Ordinal);

    private static readonly Currency?[] ByIndex = Indexed();

    private Currency(string code, int exponent, DateOnly? withdrawnOn)
    {
        Code = code;
        Exponent = exponent;
        WithdrawnOn = withdrawnOn;
        Index = IndexOf(code[0], code[1], code[2]);
    }

    /// <summary>Every currency that an order may have, withdrawn ones too.</summary>
    public static IReadOnlyCollection<Currency> All => ByCode.Values;

    /// <summary>The three capital letters of ISO 4217.</summary>
    public string Code { get; }

    /// <summary>Decimals of an amount: one major unit is 10 to the power of this many minor units. 0 to 4.</summary>
    public int Exponent { get; }

    /// <summary>When ISO 4217 withdrew it; null for a current one.</summary>
    public DateOnly? WithdrawnOn { get; }

    /// <summary>A number of its own, from 1 to 26^3: the code's letters as digits.</summary>
    internal int Index { get; }

    /// <summary>Finds a currency by its code, in capitals.</summary>
    public static bool TryParse(string? code, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Currency? currency)
    {
        currency = null;
        return code is not null && ByCode.TryGetValue(code, out currency);
    }

    /// <summary>Finds a currency by its code in UTF-8, in capitals.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Currency? currency)
    {
        currency = null;
        if (utf8.Length == 3 && IsCapital(utf8[0]) && IsCapital(utf8[1]) && IsCapital(utf8[2]))
        {
            currency = ByIndex[IndexOf(utf8[0], utf8[1], utf8[2])];
        }

        return currency is not null;
    }

    /// <summary>Finds a currency by its code, in capitals.</summary>
    /// <exception cref="FormatException">No currency has that code.</exception>
    public static Currency Parse(string code) =>
        TryParse(code, out var currency) ? currency : throw new FormatException($"'{code}' is not an ISO 4217 currency code.");

    private static bool IsCapital(byte letter) => letter is >= (byte)'A' and <= (byte)'Z';

    private static int IndexOf(int first, int second, int third) => ((first - 'A') * 26 + second - 'A') * 26 + third - 'A' + 1;

    private static Currency?[] Indexed()
    {
        var currencies = new Currency?[IndexOf('Z', 'Z', 'Z') + 1];
        foreach (var currency in ByCode.Values)
        {
            currencies[currency.Index] = currency;
        }

        return currencies;
    }

    /// <summary>Orders currencies by their code.</summary>
    public int CompareTo(Currency? other) => string.CompareOrdinal(Code, other?.Code);

    /// <inheritdoc/>
    public override string ToString() => Code;
}
