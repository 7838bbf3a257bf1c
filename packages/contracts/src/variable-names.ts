/** Names of environment variables that the cluster, the container's runtime or MinisPod itself sets. Free of schemas. */
export function isReservedVariable(name: string): boolean {
  return name === 'PATH' || name === 'HOSTNAME' || /^(KUBERNETES|MINISPOD)_/.test(name);
}
