import { z } from 'zod';

// Before any schema is made: zod would try to compile it, which the page's policy forbids.
z.config({ jitless: true });
