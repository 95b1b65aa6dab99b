/** Preloaded into a measured process: writes what it used to descriptor 3 when it ends. */
import {writeSync} from 'node:fs';
import process from 'node:process';

process.on('exit', () => {
  const {userCPUTime, systemCPUTime, maxRSS} = process.resourceUsage();
  writeSync(3, JSON.stringify({cpuMs: (userCPUTime + systemCPUTime) / 1000, peakBytes: maxRSS * 1024}));
});
