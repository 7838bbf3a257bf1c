import { bringUp, paidTopUp } from '@minispod/testing/subscribers';
import type { Api } from './start-api.js';

/** Somebody whose app runs on this plan, with what they ask and see over REST. `credit` is topped up before they buy. */
export async function subscriber(api: Api, planId: string, credit: number) {
  const { accessToken: token, user } = await api.person();
  const now = () => api.services.clock.now();
  await paidTopUp(api.dataSource, user.id, credit, now());
  const ask = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, input?: object) =>
    api.ask(method, `/api/user${path}`, { token, ...(input && { body: input }) });
  const bought = await ask('POST', '/services/subscribe', { planId });
  if (bought.status !== 201) throw new Error(bought.text);
  const { subscription, instance } = bought.body.data;
  await bringUp(api.dataSource, instance.id, now());
  const path = `/services/subscriptions/${subscription.id}`;
  return {
    user,
    token,
    id: subscription.id as string,
    path,
    instanceId: instance.id as string,
    instancePath: `/services/instances/${instance.id}`,
    ask,
    see: async () => (await ask('GET', path)).body.data,
    balance: async () => (await ask('GET', '/wallet')).body.data.creditBalance as number,
  };
}
