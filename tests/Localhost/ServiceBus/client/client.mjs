// Drives the official Service Bus client by one JSON command a line on standard input; answers one JSON line each.
import { createInterface } from "node:readline";
import { Buffer } from "node:buffer";
import { createRequire } from "node:module";
import { ServiceBusClient } from "@azure/service-bus";

const Long = createRequire(import.meta.url)("long");
const retryOptions = { maxRetries: 0, timeoutInMs: 30000 };
const clients = new Map();
const senders = new Map();
const receivers = new Map();
const held = new Map();

const client = (name = "main") => clients.get(name);
const sender = (queue) => senders.get(queue) ?? senders.set(queue, client().createSender(queue)).get(queue);
const receiver = (link) => receivers.get(link);

/** What a test may want to know of a received message. */
function view(message) {
  const body = message.body;
  return {
    body: Buffer.isBuffer(body) ? undefined : body,
    bytes: Buffer.isBuffer(body) ? body.length : undefined,
    sum: Buffer.isBuffer(body) ? body.reduce((sum, byte) => (sum + byte) >>> 0, 0) : undefined,
    messageId: message.messageId,
    sessionId: message.sessionId,
    subject: message.subject,
    correlationId: message.correlationId,
    contentType: message.contentType,
    replyTo: message.replyTo,
    timeToLive: message.timeToLive,
    applicationProperties: message.applicationProperties,
    deliveryCount: message.deliveryCount,
    sequenceNumber: message.sequenceNumber?.toString(),
    enqueuedTime: message.enqueuedTimeUtc?.toISOString(),
    lockedUntil: message.lockedUntilUtc?.toISOString(),
    state: message.state,
    deadLetterReason: message.deadLetterReason,
    deadLetterErrorDescription: message.deadLetterErrorDescription,
    deadLetterSource: message.deadLetterSource,
  };
}

function keep(messages) {
  return messages.map((message) => {
    held.set(message.messageId, message);
    return view(message);
  });
}

/** A body of that many bytes, if the command asks for one. */
function outgoing({ bytes, scheduledAt, ...message }) {
  return {
    ...message,
    body: bytes === undefined ? message.body : Buffer.alloc(bytes, 7),
    scheduledEnqueueTimeUtc: scheduledAt ? new Date(scheduledAt) : undefined,
  };
}

const operations = {
  connect({ connection, name = "main" }) {
    clients.set(name, new ServiceBusClient(connection, { retryOptions }));
  },
  send: ({ queue, messages }) => sender(queue).sendMessages(messages.map(outgoing)),
  sendOne: ({ queue, message }) => sender(queue).sendMessages(outgoing(message)),
  /** Fills one batch until the client itself says that no more fits. */
  async sendFullBatch({ queue, bytes, most }) {
    const batch = await sender(queue).createMessageBatch();
    let count = 0;
    while (count < most && batch.tryAddMessage({ messageId: `m${count}`, body: Buffer.alloc(bytes, 7) })) {
      count++;
    }
    await sender(queue).sendMessages(batch);
    return { count, limit: batch.maxSizeInBytes, size: batch.sizeInBytes };
  },
  async schedule({ queue, messages, at }) {
    const numbers = await sender(queue).scheduleMessages(messages.map(outgoing), new Date(at));
    return numbers.map((number) => number.toString());
  },
  cancel: ({ queue, numbers }) => sender(queue).cancelScheduledMessages(numbers.map((number) => Long.fromString(number))),
  open({ link, queue, mode = "peekLock", dead = false, name }) {
    receivers.set(link, client(name).createReceiver(queue, { receiveMode: mode, subQueueType: dead ? "deadLetter" : undefined, skipParsingBodyAsJson: false }));
  },
  async acceptSession({ link, queue, session }) {
    // Left to itself this client renews the session by the machine's clock, which is not the broker's here.
    const options = { maxAutoLockRenewalDurationInMs: 0 };
    const accepted = session
      ? await client().acceptSession(queue, session, options)
      : await client().acceptNextSession(queue, options);
    receivers.set(link, accepted);
    return { session: accepted.sessionId, lockedUntil: accepted.sessionLockedUntilUtc?.toISOString() };
  },
  close: ({ link }) => receiver(link).close(),
  receive: async ({ link, count = 1, wait = 20000 }) => keep(await receiver(link).receiveMessages(count, { maxWaitTimeInMs: wait })),
  /** Always from a number: without one this client goes on where its last peek ended. */
  peek: async ({ link, count, from = "0" }) =>
    (await receiver(link).peekMessages(count, { fromSequenceNumber: Long.fromString(from) })).map(view),
  complete: ({ link, of }) => receiver(link).completeMessage(held.get(of)),
  abandon: ({ link, of, changes }) => receiver(link).abandonMessage(held.get(of), changes),
  defer: ({ link, of }) => receiver(link).deferMessage(held.get(of)),
  deadLetter: ({ link, of, reason, description }) =>
    receiver(link).deadLetterMessage(held.get(of), { deadLetterReason: reason, deadLetterErrorDescription: description }),
  renew: async ({ link, of }) => (await receiver(link).renewMessageLock(held.get(of))).toISOString(),
  receiveDeferred: async ({ link, numbers }) =>
    keep(await receiver(link).receiveDeferredMessages(numbers.map((number) => Long.fromString(number)))),
  getState: ({ link }) => receiver(link).getSessionState(),
  setState: ({ link, state }) => receiver(link).setSessionState(state),
  renewSession: async ({ link }) => (await receiver(link).renewSessionLock()).toISOString(),
  /** The client's own pump, until it has handled that many. */
  pump: ({ link, count, concurrency }) => new Promise((resolve, reject) => {
    const seen = [];
    const subscription = receiver(link).subscribe(
      {
        async processMessage(message) {
          seen.push(message.messageId);
          if (seen.length === count) {
            setImmediate(() => subscription.close().then(() => resolve(seen), reject));
          }
        },
        processError: async ({ error }) => reject(error),
      },
      { maxConcurrentCalls: concurrency, autoCompleteMessages: true },
    );
  }),
};

function tell(id, answer) {
  process.stdout.write(JSON.stringify({ id, ...answer }) + "\n");
}

for await (const line of createInterface({ input: process.stdin })) {
  const { id, op, ...args } = JSON.parse(line);
  try {
    tell(id, { result: (await operations[op](args)) ?? null });
  } catch (error) {
    tell(id, { error: { name: error.name, code: error.code ?? null, message: error.message } });
  }
}

await Promise.all([...clients.values()].map((one) => one.close()));
