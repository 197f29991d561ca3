#!/usr/bin/env bash
# One picture through the job service: upload it, ask for a job, wait, show the result.
# Usage: samples/jobs/walk.sh photo.jpg [face_detection | face_embedding | image_embedding] [http://127.0.0.1:8001]
# A media store of its own: MEDIA_STORE_URL=http://media:8000. A token, where the service asks for one: TOKEN=...
set -euo pipefail

photo="${1:?usage: samples/jobs/walk.sh photo.jpg [task] [url]}"
task="${2:-face_detection}"
url="${3:-http://127.0.0.1:8001}"
media="${MEDIA_STORE_URL:-$url}"
login=(${TOKEN:+-H "Authorization: Bearer $TOKEN"})

# The value of a field of a flat JSON object.
field() { sed -n "s/.*\"$1\": *\"\{0,1\}\([^,\"}]*\).*/\1/p"; }

# 1. The media store keeps the picture and gives it a number.
entity="$(curl -sS --fail-with-body "${login[@]}" -F is_collection=false -F label="$(basename "$photo")" -F "file=@$photo" "$media/entity/")"
number="$(field id <<<"$entity")"
echo "picture $number: $entity"

# 2. A job for it; higher priorities, up to 10, go first.
job="$(curl -sS --fail-with-body "${login[@]}" -H 'Content-Type: application/json' -d "{\"media_store_id\": $number, \"priority\": 5}" "$url/job/$task")"
id="$(field job_id <<<"$job")"
echo "job $id"

# 3. Wait. Who has MQTT or Kafka is told instead (events.sh), and need not ask.
until [[ "$job" =~ \"status\":\ *\"(completed|error|sync_failed)\" ]]; do
    sleep 0.2
    job="$(curl -sS --fail-with-body "${login[@]}" "$url/job/$id")"
done

# 4. The job with its result, and the same as the media store keeps it.
echo "$job"
echo "kept with the picture: $(curl -sS "${login[@]}" "$media/entity/$number/results")"
[[ "${BASH_REMATCH[1]}" == completed ]]
