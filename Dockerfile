# The bot in one image: build with `docker build -t counterclaim .`, then
# `docker run -e DISCORD_TOKEN -v counterclaim:/data counterclaim`. For feeds with `full_text`, build with
# `--build-arg REQUIREMENTS=full-text`, which is requirements/run.txt and the extractor.
FROM python:3.12-slim AS build
ARG REQUIREMENTS=run
WORKDIR /src
RUN python -m venv /opt/counterclaim
COPY requirements/${REQUIREMENTS}.txt requirements/build.txt requirements/
RUN /opt/counterclaim/bin/pip install --no-cache-dir --require-hashes -r requirements/${REQUIREMENTS}.txt \
    && python -m venv /opt/build \
    && /opt/build/bin/pip install --no-cache-dir --require-hashes -r requirements/build.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY cogs cogs
COPY config config
COPY seeds seeds
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
    && /opt/counterclaim/bin/pip install --no-cache-dir --no-deps /wheels/*.whl

FROM python:3.12-slim
COPY --from=build /opt/counterclaim /opt/counterclaim
RUN useradd --create-home --uid 1000 counterclaim && mkdir /data && chown counterclaim /data
USER counterclaim
ENV COUNTERCLAIM_DATABASE_URL=sqlite:////data/counterclaim.sqlite3 PYTHONUNBUFFERED=1
VOLUME /data
ENTRYPOINT ["/opt/counterclaim/bin/counterclaim"]
CMD ["run"]
