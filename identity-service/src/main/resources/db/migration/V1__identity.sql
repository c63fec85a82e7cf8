CREATE TABLE merchant (
    merchant_id text        NOT NULL PRIMARY KEY CHECK (merchant_id ~ '^[A-Za-z0-9._-]{1,64}$'),
    trace_id    text        CHECK (trace_id ~ '^[0-9a-f]{32}$'),
    created_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE app_user (
    merchant_id   text        NOT NULL REFERENCES merchant,
    user_id       text        NOT NULL CHECK (user_id ~ '^[A-Za-z0-9._-]{1,64}$'),
    -- A hash names its algorithm; a password stored by mistake does not.
    password_hash text        NOT NULL CHECK (password_hash ~ '^\{[a-z0-9]+\}.{40,}$'),
    trace_id      text        CHECK (trace_id ~ '^[0-9a-f]{32}$'),
    created_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (merchant_id, user_id)
);

-- The columns are those of Spring Security's JdbcRegisteredClientRepository.
CREATE TABLE oauth2_registered_client (
    id                            text        NOT NULL PRIMARY KEY,
    client_id                     text        NOT NULL UNIQUE,
    client_id_issued_at           timestamptz NOT NULL DEFAULT now(),
    client_secret                 text        NOT NULL CHECK (client_secret ~ '^\{[a-z0-9]+\}.{40,}$'),
    client_secret_expires_at      timestamptz,
    client_name                   text        NOT NULL,
    client_authentication_methods text        NOT NULL,
    authorization_grant_types     text        NOT NULL CHECK (authorization_grant_types = 'client_credentials'),
    redirect_uris                 text,
    post_logout_redirect_uris     text,
    scopes                        text        NOT NULL,
    client_settings               text        NOT NULL,
    token_settings                text        NOT NULL
);
