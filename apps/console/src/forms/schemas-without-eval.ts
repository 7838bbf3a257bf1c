import { config } from 'zod';

// The content policy forbids `eval`, by which zod would otherwise compile its schemas; trying it fills the console with reports.
config({ jitless: true });
