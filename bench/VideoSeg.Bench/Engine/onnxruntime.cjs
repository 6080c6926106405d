// Runs networks on ONNX Runtime for a program that drives it: each line on standard input is a JSON object, and each is answered by one
// on standard output. Pictures and results pass through files of raw float32, so that nothing but the words travels between two runs.
//   {"open": FILE, "threads": N, "optimize": LEVEL}  {"seconds": time to open, "version": of ONNX Runtime, "inputs": [...], "outputs": [...]}
//   {"input": FILE, "shape": [N, C, H, W]}           {}
//   {"run": true}                                    {"seconds": time of the run}
//   {"save": OUTPUT, "file": FILE}                   {"shape": [...]}    of the last run
// What goes wrong is told as {"error": MESSAGE}. Usage: node onnxruntime.cjs FOLDER, where FOLDER holds node_modules.
'use strict';
const { createRequire } = require('node:module');
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { createInterface } = require('node:readline');

const requireFrom = createRequire(join(process.argv[2], 'package.json'));
const ort = requireFrom('onnxruntime-node');

let session, feeds, results;

const secondsSince = start => Number(process.hrtime.bigint() - start) / 1e9;

const answers = {
  async open({ open, threads, optimize }) {
    const start = process.hrtime.bigint();
    session = await ort.InferenceSession.create(open, {
      executionProviders: ['cpu'],
      graphOptimizationLevel: optimize,
      executionMode: 'sequential',
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
    });
    const seconds = secondsSince(start);
    const { version } = requireFrom('onnxruntime-node/package.json');
    return { seconds, version, inputs: session.inputNames, outputs: session.outputNames };
  },
  async input({ input, shape }) {
    const bytes = readFileSync(input);
    const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    feeds = { [session.inputNames[0]]: new ort.Tensor('float32', values, shape) };
    return {};
  },
  async run() {
    const start = process.hrtime.bigint();
    results = await session.run(feeds);
    return { seconds: secondsSince(start) };
  },
  async save({ save, file }) {
    const { data, dims } = results[save];
    writeFileSync(file, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    return { shape: dims };
  },
};

(async () => {
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    let answer;
    try {
      answer = await answers[Object.keys(request)[0]](request);
    } catch (fault) {
      answer = { error: fault.message };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
})();
