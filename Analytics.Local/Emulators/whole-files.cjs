// Loaded before the Kinesis emulator (node -r): once a second it writes its data over the file that it reads at its
// start, and one that is killed meanwhile would find half a file. Here it writes beside the file and takes its place.
'use strict';
const fs = require('fs');
const { open, close, rename } = fs;
const unfinished = new Map();

fs.open = function (path, flags, ...rest) {
  const callback = rest.at(-1);
  if (typeof flags !== 'number' || (flags & fs.constants.O_TRUNC) === 0) {
    return open.call(fs, path, flags, ...rest);
  }
  return open.call(fs, `${path}.unfinished`, flags, ...rest.slice(0, -1), (error, descriptor) => {
    if (!error) {
      unfinished.set(descriptor, path);
    }
    callback(error, descriptor);
  });
};

fs.close = function (descriptor, callback) {
  const path = unfinished.get(descriptor);
  unfinished.delete(descriptor);
  return path === undefined
    ? close.call(fs, descriptor, callback)
    : close.call(fs, descriptor, error => (error ? callback?.(error) : rename.call(fs, `${path}.unfinished`, path, callback ?? (() => {}))));
};
