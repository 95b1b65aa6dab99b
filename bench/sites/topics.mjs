// Sixteen topics of a library that does not exist. Every page is written from one of them.

const topic = (slug, title, noun, call, option, values) => ({slug, title, noun, call, option, values});

export const topics = [
  topic('getting-started', 'Getting started', 'harbour', 'openHarbour', 'berths', ['4', '12', '`auto`']),
  topic('configuration', 'Configuration', 'chart', 'readChart', 'scale', ['1:500', '1:2000', '`null`']),
  topic('scheduling', 'Scheduling work', 'tide', 'scheduleTide', 'intervalMs', ['60000', '90000', '`0`']),
  topic('retries', 'Retries and back-off', 'swell', 'retrySwell', 'attempts', ['3', '7', '`Infinity`']),
  topic('storage', 'Storage backends', 'hold', 'mountHold', 'capacity', ['2 GB', '40 GB', 'unlimited']),
  topic('plugins', 'Writing plugins', 'rigging', 'defineRigging', 'order', ['`pre`', '`post`', 'unset']),
  topic('events', 'Events', 'signal', 'onSignal', 'buffer', ['16', '256', '`false`']),
  topic('errors', 'Error handling', 'reef', 'reportReef', 'depth', ['2', '9', '`full`']),
  topic('security', 'Security', 'customs', 'inspectCustoms', 'policy', ['`strict`', '`warn`', '`off`']),
  topic('testing', 'Testing', 'drydock', 'createDrydock', 'fixtures', ['1', '30', '`all`']),
  topic('migration', 'Migrating from 2 to 3', 'keel', 'replaceKeel', 'legacy', [
    '`true`',
    '`false`',
    'removed',
  ]),
  topic('deployment', 'Deployment', 'convoy', 'launchConvoy', 'replicas', ['2', '24', '`max`']),
  topic('performance', 'Performance', 'current', 'measureCurrent', 'samples', ['10', '1000', '`adaptive`']),
  topic('cli', 'Command line', 'helm', 'steerHelm', 'verbosity', ['0', '3', '`silent`']),
  topic('api', 'API reference', 'pilot', 'callPilot', 'timeoutMs', ['250', '8000', '`never`']),
  topic('faq', 'Questions and answers', 'lantern', 'lightLantern', 'colour', ['`white`', '`green`', 'none']),
];
