#!/usr/bin/env bash
# Requests to the gateway of ./argus up -d, or to a model server. Usage: samples/requests.sh photo.jpg [http://127.0.0.1:8080]
set -euo pipefail

photo="${1:?usage: samples/requests.sh photo.jpg [url]}"
url="${2:-http://127.0.0.1:8080}"

title() { printf '\n\n== %s\n' "$*"; }

# Bodies go through standard input: a photo is longer than a command line may be.
json() { curl -sS -H 'Content-Type: application/json' --data-binary @- "$url$1" | cut -c1-400; }

base64_of() { base64 <"$1" | tr -d '\n'; }

title "Health"
curl -sS "$url/health"

title "Everything about the faces, multipart"
curl -sS -F "file=@$photo" "$url/detect" | cut -c1-400

title "The largest face only, without its vector, from the raw bytes"
curl -sS -H 'Content-Type: application/octet-stream' --data-binary "@$photo" "$url/detect?max_faces=1&embedding=false"

title "Everything, from base64"
printf '{"image_base64": "%s"}' "$(base64_of "$photo")" | json /extract-embedding

title "Detection only, from base64"
printf '{"image": "%s", "return_landmarks": true, "return_confidence": true}' "$(base64_of "$photo")" | json /detect

title "The vector of a face crop"
printf '{"image": "%s", "normalize": true}' "$(base64_of "$photo")" | json /embed

title "Is it the same person? Here the photo with itself"
printf '{"image1": "%s", "image2": "%s"}' "$(base64_of "$photo")" "$(base64_of "$photo")" | json /verify

title "The class of a face, where a face-classification deployment serves; several photos of one person may be sent together"
printf '{"images": ["%s"]}' "$(base64_of "$photo")" | json /predict

title "A picture that is none"
curl -sS -F 'file=@-;filename=x.jpg' "$url/detect" <<<"no picture"
echo
