#!/bin/sh
# Would rerun a workflow of Oozie; here it only says so, and notes it in ACTION_LOG.
set -eu
workflow=$1

if [ "$workflow" = hourly-clicks ] && [ "$KBOOK_ATTEMPT" -eq 1 ]; then
  echo "Oozie is busy (503), try again: $workflow" >&2
  exit 75
fi
echo "rerun of $workflow requested"
mkdir -p "$(dirname "$ACTION_LOG")"
printf '%s  %s  rerun %s\n' "$KBOOK_INCIDENT_ID" "$KBOOK_ACTION" "$workflow" >>"$ACTION_LOG"
