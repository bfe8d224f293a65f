import { ApolloServerErrorCode } from '@apollo/server/errors';
import { GraphQLError, locatedError, type GraphQLFormattedError } from 'graphql';
import pino from 'pino';
import { VendorRateLimitError, VendorUnavailableError } from '../../src/adapters/vendor-error';
import {
  BadUserInputError,
  ElementsErrors,
  InvalidValueError,
  RecordNotFoundError,
  UnsupportedOperationError,
} from '../../src/errors';
import { INTERNAL_MESSAGE, createErrorFormatter } from '../../src/graphql/engine/format-error';
import { locatable } from '../../src/graphql/engine/locatable-errors';
import { createRequestContext } from '../../src/request-context';

const lines: string[] = [];
beforeEach(() => lines.splice(0));

const logger = pino({ base: null }, { write: (line: string) => void lines.push(line) });
const request = createRequestContext({ logger, requestId: 'req-1' });
const format = createErrorFormatter({ requestOf: () => request, logger });

/** As Apollo hands an error over that a resolver threw. */
function thrown(cause: unknown): GraphQLFormattedError {
  const error = locatedError(locatable(cause), undefined, ['reports', 0, 'policy']);
  const code = error.extensions['code'] ?? 'INTERNAL_SERVER_ERROR';
  const formatted = { ...error.toJSON(), extensions: { ...error.extensions, code, stacktrace: ['at secret.ts'] } };
  return format(formatted, error);
}

describe('errors of ours', () => {
  test('keep message and code, and name the request', () => {
    expect(thrown(new RecordNotFoundError('Report', 'rpt_1'))).toEqual({
      message: 'There is no Report with the id "rpt_1".',
      path: ['reports', 0, 'policy'],
      extensions: { code: 'NOT_FOUND', retryable: false, requestId: 'req-1' },
    });
    expect(lines).toEqual([]);
  });

  test('say which argument is meant', () => {
    const error = new BadUserInputError('Wrong cursor.', { path: ['after'] });
    expect(thrown(error).extensions).toEqual({
      code: 'BAD_USER_INPUT',
      retryable: false,
      argumentPath: ['after'],
      requestId: 'req-1',
    });
  });

  test('of a vendor say when to try again, whose they are, and what the vendor called them', () => {
    const limited = Object.assign(new VendorRateLimitError('Spent.', 42, { vendorCode: '429' }), {
      elementKey: 'expensify',
    });
    expect(thrown(limited).extensions).toEqual({
      code: 'RATE_LIMITED',
      retryable: true,
      retryAfterSeconds: 42,
      elementKey: 'expensify',
      vendorCode: '429',
      requestId: 'req-1',
    });
    expect(thrown(new VendorUnavailableError('Down.')).extensions).toMatchObject({
      code: 'VENDOR_UNAVAILABLE',
      retryable: true,
    });
  });

  test('of an unsupported operation name what is supported', () => {
    const supported = [{ resource: 'REPORTS', operations: ['LIST'] }];
    const error = Object.assign(new UnsupportedOperationError('taxify', 'REPORTS', 'LIST', 'Taxify has no reports.'), {
      supported,
    });
    expect(thrown(error).extensions).toMatchObject({ code: 'UNSUPPORTED_OPERATION', elementKey: 'taxify', supported });
  });

  test('several at once are all told', () => {
    const errors = new ElementsErrors([
      new InvalidValueError('INVALID_INPUT', 'One.', { path: ['input', 'a'] }),
      new InvalidValueError('LIMIT_EXCEEDED', 'Two.'),
    ]);
    expect(thrown(errors)).toMatchObject({
      message: 'One. Two.',
      extensions: {
        code: 'INVALID_INPUT',
        errors: [
          { code: 'INVALID_INPUT', message: 'One.', path: ['input', 'a'] },
          { code: 'LIMIT_EXCEEDED', message: 'Two.', path: null },
        ],
      },
    });
  });
});

describe('unknown errors', () => {
  const secret = Object.assign(new Error('password hunter2'), { parameters: ['hunter3'], code: '23505' });

  test.each([
    ['an error', secret],
    ['an error with extensions', new GraphQLError('hunter2', { extensions: { code: 'SOMETHING' } })],
    ['an error that graphql-js made of a result', new GraphQLError('Int cannot represent hunter2')],
    ['a text', 'hunter2'],
    ['an object', { password: 'hunter2' }],
    ['nothing', undefined],
  ])('that are %s become one fixed text', (_name, cause) => {
    expect(thrown(cause)).toEqual({
      message: INTERNAL_MESSAGE,
      path: ['reports', 0, 'policy'],
      extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: false, requestId: 'req-1' },
    });
    expect(lines).toHaveLength(1);
  });

  test('are logged with their stack and without their properties', () => {
    thrown(secret);
    const line = JSON.parse(lines[0] ?? '') as {
      level: number;
      error: { name: string; message: string; stack: string };
    };
    expect(line).toMatchObject({ level: 50, error: { name: 'Error', message: 'password hunter2' } });
    expect(line.error.stack).toContain('graphql-format-error.test.ts');
    expect(lines[0]).not.toContain('hunter3');
  });

  test('never break the formatter', () => {
    const hostile = new Proxy(new Error('x'), {
      get: (target, name) => {
        if (name === 'message' || name === 'stack') throw new Error('no');
        return Reflect.get(target, name);
      },
    });
    const formatted = { message: 'x' };
    expect(format(formatted, hostile)).toMatchObject({ extensions: { code: 'INTERNAL_SERVER_ERROR' } });
    const broken = createErrorFormatter({
      requestOf: () => {
        throw new Error('no');
      },
      logger,
    });
    expect(broken(formatted, new Error('x'))).toMatchObject({ message: INTERNAL_MESSAGE });
  });
});

describe('errors of Apollo and of graphql-js', () => {
  test.each(Object.values(ApolloServerErrorCode).filter((code) => code !== 'INTERNAL_SERVER_ERROR'))(
    'with code %s pass',
    (code) => {
      const error = new GraphQLError('Said.', { extensions: { code, limit: 'DEPTH', stacktrace: ['x'] } });
      expect(format({ message: 'Said.', extensions: { code } }, error)).toEqual({
        message: 'Said.',
        extensions: { code, retryable: false, limit: 'DEPTH', requestId: 'req-1' },
      });
    },
  );

  test('with a client status and no code are bad requests', () => {
    const error = new GraphQLError('provided sha does not match query', { extensions: { http: { status: 400 } } });
    expect(format({ message: error.message }, error)).toMatchObject({
      message: error.message,
      extensions: { code: 'BAD_REQUEST' },
    });
  });

  test('outside of a request have no requestId', () => {
    const formatOutside = createErrorFormatter({ requestOf: () => null, logger });
    const error = new GraphQLError('Said.', { extensions: { code: 'BAD_REQUEST' } });
    expect(formatOutside({ message: 'Said.' }, error).extensions).toEqual({ code: 'BAD_REQUEST', retryable: false });
  });
});
