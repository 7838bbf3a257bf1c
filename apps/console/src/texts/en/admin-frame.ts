/** What the frame itself says to an operator. */
export const adminFrame = {
  frame: 'Operator',
  menu: 'Operator’s menu',
  back: 'Back to the console',
  forbidden: 'This section is for administrators.',
  nav: {
    users: 'People',
    subscriptions: 'Subscriptions',
    instances: 'Services',
    payments: 'Payments',
    approvals: 'Approvals',
    cluster: 'Cluster',
    drift: 'Drift',
    fleet: 'Versions',
    alerts: 'Alerts',
    auditLog: 'Audit log',
    queues: 'Queues',
    clock: 'Clock',
  },
};
