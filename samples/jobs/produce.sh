#!/usr/bin/env bash
# Asks for jobs by Kafka instead of REST, with kcat (Debian: apt-get install kafkacat). Numbers are those of pictures in the media store.
# Usage: samples/jobs/produce.sh BROKER:9092 face_detection high 123 124 125
set -euo pipefail

brokers="${1:?usage: samples/jobs/produce.sh brokers task high|normal|low number...}"
task="${2:?which task: image_embedding, face_detection or face_embedding}"
band="${3:?which band: high, normal or low}"
shift 3

# One message a line. Only the number is needed (samples/messages/job.schema.json): the task is that of the topic, the id is derived
# from task and number, so that a message sent twice makes one job. What cannot be used goes to argus.jobs.dead, with argus-reason in its headers.
printf '{"media_store_id": %d}\n' "$@" | kcat -P -b "$brokers" -t "argus.jobs.$task.$band" -H content-type=application/json
