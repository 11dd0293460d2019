// Orders by line, answers by line: {"id":1,"order":"discover",...} -> {"id":1,"answer":{...}} or {"id":1,"fault":{...}}.
import { createInterface } from 'node:readline';

function faultOf(e) {
  const told = e.cause instanceof URLSearchParams ? Object.fromEntries(e.cause) : {};
  const challenge = Array.isArray(e.cause) ? e.cause[0]?.parameters : undefined;
  return { name: e.constructor.name, code: e.code ?? null, message: e.message, error: e.error ?? challenge?.error ?? null, status: e.status ?? null, told };
}

async function obey(orders, line) {
  const { id, order, ...given } = JSON.parse(line);
  try {
    return { id, answer: await orders[order](given) };
  } catch (e) {
    return { id, fault: faultOf(e) };
  }
}

export const listen = (orders) => createInterface({ input: process.stdin })
  .on('line', async (line) => process.stdout.write(JSON.stringify(await obey(orders, line)) + '\n'))
  .on('close', () => process.exit(0));
