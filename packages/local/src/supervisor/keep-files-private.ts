/**
 * Given to every process with `--import`: what it writes, mails and customers' variables among them, is for its own
 * account to read.
 */
process.umask(0o077);
