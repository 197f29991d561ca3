# syntax=docker/dockerfile:1
# The model server on CPUs. From the root of the repository:
#   docker build -t argus/model-server:0.1.0-cpu -f images/model-server.cpu.Dockerfile .
#   docker run -d -p 8100:8100 -v $(pwd)/models:/app/models argus/model-server:0.1.0-cpu
# Pin images to what you have checked: --build-arg BASE_IMAGE=debian:12-slim@sha256:...
ARG NODE_IMAGE=node:22-bookworm-slim
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0-noble
ARG BASE_IMAGE=debian:12-slim

# Native libraries, each checked by its hash in the lock file.
FROM ${NODE_IMAGE} AS native
WORKDIR /src
COPY .npmrc package.json package-lock.json ./
RUN npm ci --ignore-scripts --omit=dev

FROM ${SDK_IMAGE} AS build
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 NUGET_PACKAGES=/nuget
WORKDIR /src
COPY .editorconfig BannedSymbols.txt Directory.Build.props Directory.Packages.props global.json package-lock.json ./
COPY native native
COPY services services
COPY models models
COPY tools/Argus.Sbom tools/Argus.Sbom
COPY --from=native /src/node_modules node_modules
RUN --mount=type=cache,target=/nuget \
    dotnet publish services/Argus.ModelServer -c Release -r linux-x64 --self-contained -p:PublishReadyToRun=true -o /out
RUN --mount=type=cache,target=/nuget \
    dotnet run --project tools/Argus.Sbom -c Release -- --publish /out --npm package-lock.json --npm-package @img/sharp-libvips-linux-x64 com.github.asus4.onnxruntime com.github.asus4.onnxruntime-genai --output /sbom/argus.cdx.json
# The folders that the server writes to.
RUN mkdir -p /rootfs/app/models /rootfs/var/cache/argus

FROM ${BASE_IMAGE} AS final
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Argus model server, CPU" \
      org.opencontainers.image.description="Finds faces in pictures and turns them into vectors, on CPUs" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN apt-get update && \
    apt-get install -y --no-install-recommends ca-certificates libgcc-s1 libssl3 libstdc++6 libturbojpeg0 tzdata && \
    rm -rf /var/lib/apt/lists/*
COPY LICENSE THIRD-PARTY-NOTICES.md /usr/share/doc/argus/
COPY --from=build /out /opt/argus
COPY --from=build /sbom /usr/share/sbom
COPY --from=build --chown=10001:10001 /rootfs /
# Where the operator lets pods look for weights: what a volume does not hide, selftest finds without a network.
COPY models/selftest /app/models/selftest
COPY models/selftest-chat /app/models/selftest-chat
# /app/models keeps what was downloaded, and is where a volume goes; where the volume cannot be written, the spare folder does.
# HOME is where the libraries of devices keep what they compiled.
# Without diagnostics the runtime writes nothing to /tmp, and the root file system may be read-only.
ENV HOST=0.0.0.0 \
    PORT=8100 \
    HOME=/var/cache/argus \
    MODEL_CACHE_DIR=/app/models \
    ARGUS_MODEL_PATH=/app/models \
    ARGUS_SPARE_CACHE_DIR=/var/cache/argus/models \
    DOTNET_EnableDiagnostics=0
USER 10001:10001
WORKDIR /app
EXPOSE 8100
HEALTHCHECK --interval=10s --timeout=10s --start-period=10m --retries=3 CMD ["/opt/argus/Argus.ModelServer", "--health"]
CMD ["/opt/argus/Argus.ModelServer"]
