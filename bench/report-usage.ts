/** Preloaded into a measured process: writes what it used to descriptor 3 when it ends. */
import {subscribe} from 'node:diagnostics_channel';
import {writeSync} from 'node:fs';
import {monitorEventLoopDelay} from 'node:perf_hooks';
import process from 'node:process';

const delay = monitorEventLoopDelay({resolution: 1});
let isFetching = false;
let fetchingStall = 0;

if (process.env['BENCH_STALL']) {
  delay.enable();
  // What stands still before the first request is the loading of modules.
  subscribe('http.client.request.start', () => {
    if (!isFetching) delay.reset();
    isFetching = true;
  });
  subscribe('http.client.response.finish', () => {
    fetchingStall = delay.max;
  });
}

process.on('exit', () => {
  const {userCPUTime, systemCPUTime, maxRSS} = process.resourceUsage();
  const usage = {
    cpuMs: (userCPUTime + systemCPUTime) / 1000,
    peakBytes: maxRSS * 1024,
    stallMs: isFetching ? {fetching: fetchingStall / 1e6, whole: delay.max / 1e6} : null,
  };
  writeSync(3, JSON.stringify(usage));
});
