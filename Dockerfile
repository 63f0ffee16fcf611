# The gateway. Mount a folder with gateway.config.ts and its handlers at /app/gateway:
#
#   docker build -t sluice .
#   docker run --init -v "$PWD/my-gateway:/app/gateway:ro" -e KAFKA_BROKERS=... -e TEMPORAL_ADDRESS=... sluice
#
# Debian, not Alpine: Temporal's native module is built for glibc.
ARG NODE_VERSION=24

FROM node:${NODE_VERSION}-bookworm-slim AS manifests
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY examples/devices/package.json examples/devices/
COPY examples/transfer/package.json examples/transfer/

FROM manifests AS build
# Without scripts: `prepare` would build before there is a source.
RUN npm ci --ignore-scripts
COPY tsconfig.base.json tsconfig.json ./
COPY src src
RUN npm run build
COPY examples examples

FROM manifests AS dependencies
# The link lets config and handlers below /app import 'sluice'.
RUN npm ci --omit=dev --ignore-scripts && \
    rm node_modules/sluice-example-* && ln -sfn .. node_modules/sluice

FROM node:${NODE_VERSION}-bookworm-slim AS gateway
# Slim images hold no certificate authorities, and Temporal's native client asks the system for them.
RUN apt-get update && \
    apt-get install -y --no-install-recommends ca-certificates libjemalloc2 && \
    rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production
# glibc keeps for itself what native code gives back, so that memory grows with what a gateway has done: see docs/sizing.md, "Growth".
ENV LD_PRELOAD=libjemalloc.so.2
WORKDIR /app
COPY package.json ./
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/lib lib
USER node
WORKDIR /app/gateway
# For probes of this container; 0.0.0.0:9464 lets Prometheus and the probes of an orchestrator in.
ENV SLUICE_METRICS_LISTEN=127.0.0.1:9464
# A gateway that waits for Kafka, Temporal or an API to come back works: a restart would not help it.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["node", "/app/lib/cli/main.js", "health"]
# No shell in between: SIGTERM reaches the gateway, which drains within its grace period (30 s by default), so stop it
# with more patience than that.
ENTRYPOINT ["node", "/app/lib/cli/main.js"]
CMD ["run", "-c", "gateway.config.ts"]
