#!/bin/sh
# Would trace a network link; here it only says so, and notes it in ACTION_LOG.
set -eu
link=$1

echo "traced $link: loss starts at hop 4"
mkdir -p "$(dirname "$ACTION_LOG")"
printf '%s  %s  traced %s\n' "$KBOOK_INCIDENT_ID" "$KBOOK_ACTION" "$link" >>"$ACTION_LOG"
