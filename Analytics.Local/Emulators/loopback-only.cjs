// Loaded before the Kinesis emulator (node -r) to make all its listeners bind to 127.0.0.1. The emulator listens on all interfaces and
// has no option to change that, which would expose it beyond the developer's machine.
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
