import { describe } from 'vitest';
import { lifecycle } from './lifecycle.contract.js';

describe('the life of an instance, on the simulated cluster', () => lifecycle());
