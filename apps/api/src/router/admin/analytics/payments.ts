import { PaymentAnalyticsInput, PaymentAnalyticsView } from '@minispod/contracts/payments';
import { analysePayments } from '@minispod/domain/payment/analyse';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const paymentsProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/admin/analytics/payments',
      tags: ['Administration'],
      summary: 'How top-ups fare: conversion, failures by reason, time to pay',
    },
  })
  .input(PaymentAnalyticsInput)
  .output(PaymentAnalyticsView)
  .query(({ ctx, input }) => analysePayments(ctx.dataSource.manager, input, ctx.clock.now()));
