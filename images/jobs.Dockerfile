# syntax=docker/dockerfile:1
# The job service: api, worker and media store. From the root of the repository:
#   docker build -t argus/jobs:0.1.0 -f images/jobs.Dockerfile .
#   docker run -d -p 8001:8001 -v argus-jobs:/var/lib/argus -e ARGUS_INFERENCE_URL=http://models:8100 -e ARGUS_AUTH=gateway argus/jobs:0.1.0
ARG NODE_IMAGE=node:22-bookworm-slim
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0-noble
ARG BASE_IMAGE=debian:12-slim

# The Kafka client library, from a source that is checked by its hash; built on the Debian that it runs on.
FROM ${NODE_IMAGE} AS native
WORKDIR /src
RUN apt-get update && \
    apt-get install -y --no-install-recommends gcc libc6-dev libssl-dev libzstd-dev make zlib1g-dev && \
    rm -rf /var/lib/apt/lists/*
COPY .npmrc package.json package-lock.json ./
RUN npm ci --ignore-scripts --omit=dev
COPY native/librdkafka native/librdkafka
RUN native/librdkafka/build /native && test -f /native/librdkafka.so

FROM ${SDK_IMAGE} AS build
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 NUGET_PACKAGES=/nuget
WORKDIR /src
COPY .editorconfig BannedSymbols.txt Directory.Build.props Directory.Packages.props global.json package-lock.json ./
COPY services services
COPY tools/Argus.Sbom tools/Argus.Sbom
COPY --from=native /src/node_modules node_modules
RUN --mount=type=cache,target=/nuget \
    dotnet publish services/Argus.Jobs -c Release -r linux-x64 --self-contained -p:PublishReadyToRun=true -o /out
RUN --mount=type=cache,target=/nuget \
    dotnet run --project tools/Argus.Sbom -c Release -- --publish /out --npm package-lock.json --npm-package node-rdkafka --output /sbom/argus.cdx.json
# The folder that jobs, vectors and pictures are kept in.
RUN mkdir -p /rootfs/var/lib/argus

FROM ${BASE_IMAGE} AS final
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Argus jobs" \
      org.opencontainers.image.description="Takes jobs for pictures, does them, and keeps vectors and results" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN apt-get update && \
    apt-get install -y --no-install-recommends ca-certificates ffmpeg libgcc-s1 libsqlite3-0 libssl3 libstdc++6 libzstd1 tzdata zlib1g && \
    rm -rf /var/lib/apt/lists/*
COPY LICENSE THIRD-PARTY-NOTICES.md /usr/share/doc/argus/
COPY --from=build /out /opt/argus
COPY --from=native /native/librdkafka.so /opt/argus/librdkafka.so
COPY --from=build /sbom /usr/share/sbom
COPY --from=build --chown=10001:10001 /rootfs /
# Without a home TLS fails: the runtime looks there for certificates of the user, though there are none.
# Without diagnostics the runtime writes nothing to /tmp, and the root file system may be read-only.
ENV HOST=0.0.0.0 \
    PORT=8001 \
    HOME=/ \
    ARGUS_DATA=/var/lib/argus \
    ASPNETCORE_HTTP_PORTS= \
    DOTNET_EnableDiagnostics=0
USER 10001:10001
WORKDIR /var/lib/argus
EXPOSE 8001
HEALTHCHECK --interval=10s --timeout=10s --start-period=2m --retries=3 CMD ["/opt/argus/Argus.Jobs", "--health"]
ENTRYPOINT ["/opt/argus/Argus.Jobs"]
