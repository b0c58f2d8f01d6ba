#!/bin/sh
# Would drain nodes of a cluster, which takes a while; here it only says so, and notes it in ACTION_LOG.
set -eu
nodes=$1

sleep 0.4
echo "drained: $nodes"
mkdir -p "$(dirname "$ACTION_LOG")"
printf '%s  %s  drained %s\n' "$KBOOK_INCIDENT_ID" "$KBOOK_ACTION" "$nodes" >>"$ACTION_LOG"
