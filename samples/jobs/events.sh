#!/usr/bin/env bash
# Shows the ends of jobs as they come: CloudEvents (samples/messages/event.schema.json). Ctrl-C ends it.
# An event may come twice; its id is the same then. Events of one job come in their order.
# Usage: samples/jobs/events.sh kafka BROKER:9092
#        samples/jobs/events.sh mqtt HOST
#        samples/jobs/events.sh dead BROKER:9092     messages that could not be used, with the reason
set -euo pipefail

case "${1:-}" in
    # The key is the job id. For good, give a group (-G name argus.events): then kcat goes on where it stopped.
    kafka) exec kcat -C -q -u -b "${2:?which broker}" -t argus.events -o end -f '%k %s\n' ;;
    mqtt) exec mosquitto_sub -h "${2:?which host}" -q 1 -v -t 'inference/job/+/completed' ;;
    dead) exec kcat -C -q -u -b "${2:?which broker}" -t argus.jobs.dead -o beginning -f '%h: %s\n' ;;
    *) sed -n '2,6s/^# //p' "$0" >&2; exit 2 ;;
esac
