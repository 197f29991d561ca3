# syntax=docker/dockerfile:1
# The dataset service: daily collection, verification, monthly datasets. From the root of the repository:
#   docker build -t argus/datasets:0.1.0 -f images/datasets.Dockerfile .
#   docker run --rm -e DB_HOST=postgres -e DB_PASSWORD_FILE=/run/secrets/db -v argus-datasets:/var/lib/argus argus/datasets:0.1.0 daily
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
    dotnet publish services/Argus.Datasets -c Release -r linux-x64 --self-contained -p:PublishReadyToRun=true -o /out
RUN --mount=type=cache,target=/nuget \
    dotnet run --project tools/Argus.Sbom -c Release -- --publish /out --npm package-lock.json --npm-package @img/sharp-libvips-linux-x64 com.github.asus4.onnxruntime com.github.asus4.onnxruntime-genai --output /sbom/argus.cdx.json
# The folder of datasets where no object store is named.
RUN mkdir -p /rootfs/var/lib/argus

FROM ${BASE_IMAGE} AS final
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Argus datasets" \
      org.opencontainers.image.description="Collects what was predicted, and makes datasets and centroids of it" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN apt-get update && \
    apt-get install -y --no-install-recommends ca-certificates libgcc-s1 libssl3 libstdc++6 tzdata && \
    rm -rf /var/lib/apt/lists/*
COPY LICENSE THIRD-PARTY-NOTICES.md /usr/share/doc/argus/
COPY --from=build /out /opt/argus
COPY --from=build /sbom /usr/share/sbom
COPY --from=build --chown=10001:10001 /rootfs /
# Without a home TLS fails: the runtime looks there for certificates of the user, though there are none.
# Without diagnostics the runtime writes nothing to /tmp, and the root file system may be read-only.
ENV HOST=0.0.0.0 \
    PORT=8003 \
    HOME=/ \
    ARGUS_DATA=/var/lib/argus \
    ASPNETCORE_HTTP_PORTS= \
    DOTNET_EnableDiagnostics=0
USER 10001:10001
WORKDIR /var/lib/argus
EXPOSE 8003
HEALTHCHECK --interval=10s --timeout=10s --start-period=2m --retries=3 CMD ["/opt/argus/Argus.Datasets", "--health"]
ENTRYPOINT ["/opt/argus/Argus.Datasets"]
