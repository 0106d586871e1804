# syntax=docker/dockerfile:1
# The service as one image for every role (ROLE): docs/deployment.md. Node's version is that of package.json.
ARG NODE_IMAGE=node:24-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
# With the optional packages: the bundler's program is one.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json ./
COPY build ./build
COPY src ./src
RUN npm run build

FROM ${NODE_IMAGE} AS modules
WORKDIR /app
COPY package.json package-lock.json ./
# Node comes with the image: the optional packages would bring it a second time.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM ${NODE_IMAGE}
ARG COMMIT=unknown
LABEL org.opencontainers.image.title="consultantos" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.revision="${COMMIT}"
ENV NODE_ENV=production \
    ENVIRONMENT=production \
    DATA_DIR=/data \
    NODE_COMPILE_CACHE=/app/dist/.compile-cache \
    COMMIT=${COMMIT}
WORKDIR /app
COPY --from=modules /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY assets ./assets
COPY docker ./docker
COPY --from=build /app/dist ./dist
# Started once: it is seen to start, and its compiled code is kept, which later starts only read (decision 26). By the
# user that it will run as, since Node looks for what the same user has kept; who then may not write it any more.
RUN mkdir /data /backups dist/.compile-cache && chown 10001:10001 /data /backups dist/.compile-cache && \
    setpriv --reuid=10001 --regid=10001 --clear-groups node docker/warm-up.mjs && \
    chown -R root:root dist/.compile-cache && chmod -R a+rX dist/.compile-cache
# A number, so that Kubernetes can see that it is not root. All but /data, and /backups while one is made, may be read-only.
USER 10001:10001
VOLUME /data
EXPOSE 8080
# Longer than HEALTH_CHECK_TIMEOUT and its 250 ms: what is slow is said, and not cut off.
HEALTHCHECK --interval=10s --timeout=7s --start-period=20s --retries=3 CMD ["node", "docker/healthcheck.mjs"]
# No shell and no npm in between: the service is process 1, hears SIGTERM itself and has no children to look after.
CMD ["node", "dist/bundle.js"]
