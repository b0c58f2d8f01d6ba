#!/usr/bin/env node
// Builds what changed, then runs it: for work on kbook itself.
import '../scripts/build.mjs'
await import('./run.js')
