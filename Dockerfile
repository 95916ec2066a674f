# Shahid in a container: `docker compose up --build` runs it with PostgreSQL (compose.yaml).
#
# The corpus is mounted at /corpus, read-only; the index and the SQLite database are kept in /data.

FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /build
RUN python -m venv /opt/shahid
COPY requirements.lock ./
RUN /opt/shahid/bin/pip install --require-hashes --no-deps -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
COPY retrieval ./retrieval
RUN /opt/shahid/bin/pip install --no-deps . \
    && /opt/shahid/bin/python -m compileall -q /opt/shahid/lib

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin shahid \
    && mkdir /corpus /data \
    && chown shahid:shahid /data
COPY --from=build /opt/shahid /opt/shahid
ENV PATH="/opt/shahid/bin:$PATH" \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    SHAHID_CORPUS_DIR=/corpus \
    SHAHID_DATA_DIR=/data \
    SHAHID_LOG_FORMAT=json
WORKDIR /data
USER 10001
VOLUME ["/corpus", "/data"]
# The first start builds the index before it answers: --start-period is time for that.
HEALTHCHECK --interval=30s --timeout=10s --start-period=30m --retries=3 CMD ["shahid", "health"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["shahid"]
CMD ["run"]
