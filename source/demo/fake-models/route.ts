import {bedrock} from './bedrock.ts';
import {chatCompletions} from './chat-completions.ts';
import type {Asked, WireName} from './contract.ts';
import {digText} from './dig.ts';
import {messages} from './messages.ts';
import type {Wire} from './wire.ts';

/** The wires that carry questions to a model. */
const wires: Readonly<Partial<Record<WireName, Wire>>> = {
  converse: bedrock,
  'converse-stream': bedrock,
  chat: chatCompletions,
  messages,
};

export type Route = {
  readonly name: WireName;
  readonly wire: Wire | null;
  readonly asked: Asked | null;
};

const modelPath = /^\/model\/([^/]+)\/(converse-stream|converse|count-tokens)$/;

/** Finds the wire of a request. A folder before `/v1/` is allowed: it lets several providers share the server. */
export function routeOf(method: string, path: string, body: unknown): Route {
  const pathname = path.split('?', 1)[0] ?? '';
  const [, segment = '', operation] = modelPath.exec(pathname) ?? [];
  const name = nameOf(method, pathname, operation, body);
  const wire = wires[name] ?? null;
  const asked = wire?.read(body, segment) ?? null;
  return {name, wire, asked: name === 'converse-stream' && asked ? {...asked, stream: true} : asked};
}

function nameOf(method: string, pathname: string, operation: string | undefined, body: unknown): WireName {
  if (method === 'GET') return pathname.endsWith('/v1/models') ? 'models' : 'unknown';
  if (method !== 'POST') return 'unknown';
  if (operation !== undefined) return operation as WireName;
  if (pathname.endsWith('/v1/chat/completions')) return 'chat';
  if (pathname.endsWith('/v1/messages')) return 'messages';
  return digText(body, 'Action') === 'GetCallerIdentity' ? 'identity' : 'unknown';
}
