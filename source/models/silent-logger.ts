const nothing = () => undefined;

/** The SDK of AWS prints through `console` unless it is given another place. */
export const silentLogger = {trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing};
