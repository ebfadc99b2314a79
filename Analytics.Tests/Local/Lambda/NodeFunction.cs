using Analytics.Local.Lambda;

namespace Analytics.Tests.Local.Lambda;

/// <summary>A function whose event says how it behaves, as a bootstrap in a directory of its own.</summary>
internal sealed class NodeFunction : IDisposable
{
    private const string Script = """
        #!/usr/bin/env node
        const http = require('http');
        const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
        const agent = new http.Agent({ keepAlive: true });
        function call(method, path, body, headers) {
          return new Promise((done, fail) => {
            const request = http.request({ host, port, method, agent, path: '/2018-06-01/runtime/' + path, headers }, response => {
              const chunks = [];
              response.on('data', chunk => chunks.push(chunk));
              response.on('end', () => done({
                status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString(),
              }));
            });
            request.on('error', fail);
            request.end(body);
          });
        }
        (async () => {
          if (process.env.INIT === 'exit') { console.error('cannot begin'); process.exit(3); }
          if (process.env.INIT === 'error') {
            await call('POST', 'init/error', JSON.stringify({ errorType: 'BadConfiguration', errorMessage: 'no table' }));
            process.exit(1);
          }
          if (process.env.INIT === 'hang') { setInterval(() => {}, 1000); return; }
          let served = 0;
          let streamed = 0;
          while (true) {
            const event = await call('GET', 'invocation/next');
            const id = event.headers['lambda-runtime-aws-request-id'];
            const order = JSON.parse(event.body);
            served++;
            let answer = order;
            switch (order.do) {
              case 'log': console.log(order.line); console.error('and an error line'); break;
              case 'environment': answer = process.env; break;
              case 'headers': answer = event.headers; break;
              case 'who': answer = { pid: process.pid, served }; break;
              case 'hang': setInterval(() => {}, 1000); return;
              case 'wait':
                require('fs').writeFileSync(`${order.until}.${process.pid}`, '');
                while (!require('fs').existsSync(order.until)) await new Promise(r => setTimeout(r, 5));
                answer = { pid: process.pid };
                break;
              case 'crash': process.exit(order.code);
              case 'error':
                await call(
                  'POST', `invocation/${id}/error`,
                  JSON.stringify({ errorType: 'Boom', errorMessage: 'it broke', stackTrace: [] }));
                continue;
              case 'stream': {
                const headers = { 'Lambda-Runtime-Function-Response-Mode': 'streaming', 'Transfer-Encoding': 'chunked' };
                const path = `/2018-06-01/runtime/invocation/${id}/response`;
                const request = http.request({ host, port, agent, method: 'POST', path, headers });
                const accepted = new Promise(done => request.on('response', response => {
                  response.resume();
                  done(response.statusCode);
                }));
                request.on('error', () => {});
                request.write('one ');
                if (order.ends) request.end('two');
                streamed = await accepted;
                request.destroy();
                continue;
              }
              case 'streamed': answer = streamed; break;
              case 'large': answer = 'x'.repeat(order.bytes - 2); break;
              case 'wrong-id': answer = (await call('POST', 'invocation/00000000/response', '{}')).status; break;
            }
            const reply = await call('POST', `invocation/${id}/response`, JSON.stringify(answer));
            if (reply.status !== 202) console.log(`answered ${reply.status} ${reply.body}`);
          }
        })();
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("node-function-");

    public NodeFunction()
    {
        string bootstrap = Path.Combine(_directory.FullName, "bootstrap");
        File.WriteAllText(bootstrap, Script);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(bootstrap, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public string Folder => _directory.FullName;

    public FunctionDefinition Definition(double timeoutSeconds = 60, params (string Name, string Value)[] environment) => new(
        "TestFunction",
        "test-function",
        "arn:aws:lambda:eu-central-1:000000000000:function:test-function",
        "orders",
        _directory.FullName,
        TimeSpan.FromSeconds(timeoutSeconds),
        512,
        environment.ToDictionary(variable => variable.Name, variable => variable.Value));

    public void Dispose() => _directory.Delete(recursive: true);
}
