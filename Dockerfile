# syntax=docker/dockerfile:1
FROM python:3.11.15-slim-bookworm AS build
WORKDIR /app
COPY requirements/run.txt requirements/run.txt
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/run.txt
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY indexer indexer
COPY api api
COPY web web
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation . \
 && /venv/bin/python -m indexer.normalise.vocabulary

FROM python:3.11.15-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 ENTENTE_DATA_DIR=/data ENTENTE_HOST=0.0.0.0
RUN groupadd --system --gid 10001 entente \
 && useradd --system --uid 10001 --gid entente --home-dir /data --shell /usr/sbin/nologin entente \
 && mkdir -p /data /keys && chown entente:entente /data /keys
COPY --from=build /venv /venv
COPY seed_data /seed_data
# By number: what runs the container can see that it is not root without asking the image.
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
ENTRYPOINT ["entente"]
CMD ["serve"]
