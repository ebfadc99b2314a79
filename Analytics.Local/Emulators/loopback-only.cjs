// Loaded before the Kinesis emulator (node -r): it listens on all interfaces and has no option for it,
// and what is on a developer's machine is nobody else's. Every listener of the process goes to 127.0.0.1.
'use strict';
const net = require('net');
const listen = net.Server.prototype.listen;

net.Server.prototype.listen = function (...args) {
  const callback = typeof args.at(-1) === 'function' ? [args.at(-1)] : [];
  if (args[0] !== null && typeof args[0] === 'object') {
    return listen.call(this, { ...args[0], host: '127.0.0.1' }, ...callback);
  }
  const port = typeof args[0] === 'function' ? 0 : Number(args[0] ?? 0);
  return listen.call(this, { port, host: '127.0.0.1' }, ...callback);
};
