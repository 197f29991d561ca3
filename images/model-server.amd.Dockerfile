# syntax=docker/dockerfile:1
# The model server on AMD devices: ROCm with MIGraphX. From the root of the repository:
#   docker build -t argus/model-server:0.1.0-amd -f images/model-server.amd.Dockerfile .
#   docker run -d --device=/dev/kfd --device=/dev/dri --group-add video --group-add $(getent group render | cut -d: -f3) \
#     -p 8100:8100 -v $(pwd)/models:/app/models argus/model-server:0.1.0-amd
# The group of /dev/dri/renderD* is another number on every machine, and without it the device cannot be opened.
ARG NODE_IMAGE=node:22-bookworm-slim
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0-noble
ARG PYTHON_IMAGE=python:3.12-slim-bookworm
ARG ROCM=7.1.1
ARG BASE_IMAGE=rocm/dev-ubuntu-24.04:7.1.1

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

# AMD ships its build of ONNX Runtime as a wheel for each release of ROCm; of it, the libraries are taken.
FROM ${PYTHON_IMAGE} AS onnxruntime
ARG ROCM
WORKDIR /wheel
RUN pip download --no-cache-dir --no-deps --no-index --only-binary=:all: -f https://repo.radeon.com/rocm/manylinux/rocm-rel-${ROCM}/ onnxruntime-migraphx && \
    python -m zipfile -e onnxruntime_migraphx-*.whl . && \
    mkdir /onnxruntime && \
    cp onnxruntime/capi/libonnxruntime_providers_migraphx.so onnxruntime/capi/libonnxruntime_providers_shared.so /onnxruntime/ && \
    cp onnxruntime/capi/libonnxruntime.so* /onnxruntime/libonnxruntime.so

FROM ${BASE_IMAGE} AS final
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Argus model server, AMD" \
      org.opencontainers.image.description="Finds faces in pictures and turns them into vectors, on AMD devices" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN apt-get update && \
    apt-get install -y --no-install-recommends ca-certificates libgcc-s1 libssl3t64 libstdc++6 libturbojpeg migraphx tzdata && \
    rm -rf /var/lib/apt/lists/*
COPY --from=onnxruntime /onnxruntime /opt/onnxruntime
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
    ARGUS_HARDWARE=amd \
    ARGUS_ONNXRUNTIME_LIBRARY=/opt/onnxruntime/libonnxruntime.so \
    LD_LIBRARY_PATH=/opt/rocm/lib \
    MODEL_CACHE_DIR=/app/models \
    ARGUS_MODEL_PATH=/app/models \
    ARGUS_SPARE_CACHE_DIR=/var/cache/argus/models \
    DOTNET_EnableDiagnostics=0
USER 10001:10001
WORKDIR /app
EXPOSE 8100
HEALTHCHECK --interval=10s --timeout=10s --start-period=10m --retries=3 CMD ["/opt/argus/Argus.ModelServer", "--health"]
CMD ["/opt/argus/Argus.ModelServer"]
