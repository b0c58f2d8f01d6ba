#!/usr/bin/env node
// Builds, then runs: for work on kbook itself.
import('../scripts/build.mjs').then(() => require('./run.js'))
