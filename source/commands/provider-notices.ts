import {configKeyNames} from '../config/keys.ts';
import type {Config} from '../config/resolve.ts';
import type {Io} from './io.ts';
import type {Notice} from './model-engine.ts';

/** Variables by which somebody may think that Bedrock is chosen. A region alone is on half of all machines. */
const awsVariables = [
  'AWS_ACCESS_KEY_ID',
  'AWS_PROFILE',
  'AWS_BEARER_TOKEN_BEDROCK',
  'BEDROCK_MODEL_ID',
  'BEDROCK_REGION',
];

/** What a run should say of models that it does not ask. */
export function providerNotices({values, origins}: Config, {environment}: Pick<Io, 'environment'>): Notice[] {
  if (values.provider !== 'builtin') {
    return [
      notice(
        `${values.provider} is chosen, but no page is sent to a model yet: the rules are those of the built-in distiller, nothing is spent`,
        'rules-maker demo --provider bedrock shows the model engine at work',
      ),
    ];
  }
  if (origins.provider.kind !== 'default') return [];
  const variable = awsVariables.find((name) => (environment[name] ?? '') !== '');
  const isSection = configKeyNames.some((key) => {
    const {kind} = origins[key];
    return key.startsWith('bedrock.') && (kind === 'user' || kind === 'project' || kind === 'file');
  });
  const cause = variable ?? (isSection ? 'a bedrock section' : null);
  if (cause === null) return [];
  return [
    notice(
      `${cause} chooses no provider: no model is asked, nothing is spent`,
      'to use it: --provider bedrock',
    ),
  ];
}

function notice(message: string, hint: string): Notice {
  return {type: 'notice', level: 'info', code: 'RM-LLM-043', message, hint};
}
