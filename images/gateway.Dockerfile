# syntax=docker/dockerfile:1
# The gateway. From the root of the repository:
#   docker build -t argus/gateway:0.1.0 -f images/gateway.Dockerfile .
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0-noble
ARG BASE_IMAGE=mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled

FROM ${SDK_IMAGE} AS build
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 NUGET_PACKAGES=/nuget
WORKDIR /src
COPY .editorconfig BannedSymbols.txt Directory.Build.props Directory.Packages.props global.json ./
COPY services services
COPY operator/Argus.Kube operator/Argus.Kube
COPY gateway gateway
COPY tools/Argus.Sbom tools/Argus.Sbom
RUN --mount=type=cache,target=/nuget \
    dotnet publish gateway/Argus.Gateway -c Release -r linux-x64 --self-contained -p:PublishReadyToRun=true -o /out
RUN --mount=type=cache,target=/nuget \
    dotnet run --project tools/Argus.Sbom -c Release -- --publish /out --output /sbom/argus.cdx.json

FROM ${BASE_IMAGE} AS final
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Argus gateway" \
      org.opencontainers.image.description="Routes requests to model servers" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY LICENSE THIRD-PARTY-NOTICES.md /usr/share/doc/argus/
COPY --from=build /out /opt/argus
COPY --from=build /sbom /usr/share/sbom
# Without a home TLS fails: the runtime looks there for certificates of the user, though there are none.
# Without diagnostics the runtime writes nothing to /tmp, and the root file system may be read-only.
ENV HOST=0.0.0.0 \
    PORT=8080 \
    HOME=/ \
    ARGUS_ADMIN_PORT=8081 \
    ASPNETCORE_HTTP_PORTS= \
    DOTNET_EnableDiagnostics=0
USER 10001:10001
EXPOSE 8080 8081 8443
HEALTHCHECK --interval=10s --timeout=10s --start-period=1m --retries=3 CMD ["/opt/argus/Argus.Gateway", "--health"]
ENTRYPOINT ["/opt/argus/Argus.Gateway"]
