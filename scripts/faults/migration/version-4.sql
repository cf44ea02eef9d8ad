-- An object's storage as version 4 of src/org/schema.ts left it. {{now}} is the time in milliseconds, {{day}} in days.

CREATE TABLE awaited (
		uuid TEXT PRIMARY KEY,
		published INTEGER NOT NULL        -- in milliseconds
	) WITHOUT ROWID;
INSERT INTO awaited VALUES ('5f0c4d8e-7a52-11f1-aa67-406d421101fa', {{now}} + -120102);


CREATE TABLE evidence_{{day}} (
			uuid TEXT PRIMARY KEY,
			at INTEGER NOT NULL,
			time TEXT NOT NULL,
			source TEXT NOT NULL,
			json TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO evidence_{{day}} VALUES ('43f6745c-7a52-198d-aa67-406d421101fa', {{now}} + -60891, '2026-11-20T10:00:00.000000000Z', 'https://okta.example.com/api/v1/eventHooks/whoYmBHGvUowcH73dWQc', '{"uuid":"43f6745c-7a52-198d-aa67-406d421101fa","published":"2026-11-20T10:00:00.000Z","eventType":"user.account.lock","version":"0","displayMessage":"Max sign in attempts exceeded","severity":"DEBUG","client":{"userAgent":{"rawUserAgent":"Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0","os":"Linux","browser":"FIREFOX"},"zone":"null","device":"Computer","id":null,"ipAddress":"203.0.113.77","geographicalContext":{"city":"Amsterdam","state":"North Holland","country":"Netherlands","postalCode":"1012","geolocation":{"lat":52.374,"lon":4.8897}},"ipChain":[{"ip":"203.0.113.77","geographicalContext":{"city":"Amsterdam","state":"North Holland","country":"Netherlands","postalCode":"1012","geolocation":{"lat":52.374,"lon":4.8897}},"version":"V4","source":null}]},"device":null,"actor":{"id":"00uyFgt3MbkJWGEeQbjy","type":"User","alternateId":"veteran@example.com","displayName":"Zoë “veteran” Müller","detailEntry":null},"outcome":{"result":"FAILURE","reason":"LOCKED_OUT"},"target":[{"id":"00uyFgt3MbkJWGEeQbjy","type":"User","alternateId":"veteran@example.com","displayName":"Zoë “veteran” Müller","detailEntry":null}],"transaction":{"type":"WEB","id":"f72765685893f43f5c808366103e70f6","detail":{}},"debugContext":{"debugData":{"dtHash":"1f9cd6bfe6bf2b138106576e333c7632065b336984ff9f0688ba4f1672a46134","requestUri":"/idp/idx/challenge/answer","threatSuspected":"false","url":"/idp/idx/challenge/answer?","origin":"https://okta.example.com","behaviors":"{New Geo-Location=POSITIVE, New Device=POSITIVE, New IP=POSITIVE, New State=POSITIVE, New Country=POSITIVE, Velocity=NEGATIVE}","risk":"{reasons=Anomalous Location, Anomalous Device, level=HIGH}","requestId":"f72765685893f43f5c808366103e70f6","targetEventHookIds":"whoYmBHGvUowcH73dWQc"}},"legacyEventType":"core.user_auth.account_locked","authenticationContext":{"authenticationProvider":null,"credentialProvider":null,"credentialType":null,"issuer":null,"authenticationStep":0,"rootSessionId":"idxOhOxxHerktyGRx0EDQjSWH","externalSessionId":"idxOhOxxHerktyGRx0EDQjSWH","authenticatorContext":null,"interface":null},"securityContext":{"asNumber":64511,"asOrg":"example hosting","isp":"example hosting","domain":"example.org","isProxy":true},"insertionTimestamp":null}');


CREATE TABLE hour_figures (
		slot INTEGER PRIMARY KEY,         -- the number of the hour, modulo how many are kept
		at INTEGER NOT NULL,              -- when it began
		deliveries INTEGER NOT NULL,
		events INTEGER NOT NULL,
		duplicates INTEGER NOT NULL,
		rejected INTEGER NOT NULL,
		failed INTEGER NOT NULL,
		alerts INTEGER NOT NULL,
		delivered INTEGER NOT NULL,
		committed TEXT NOT NULL,          -- how long that took: histograms as JSON
		sent TEXT NOT NULL
	);
INSERT INTO hour_figures VALUES (101, {{now}} + -2989247, 0, 0, 0, 0, 0, 6, 1, '{"counts":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,5,1],"max":1024}', '{"counts":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1],"max":2048}');


CREATE TABLE mfa (
		kind TEXT NOT NULL,
		actor TEXT NOT NULL,
		recorded INTEGER NOT NULL,
		times BLOB NOT NULL,
		PRIMARY KEY (kind, actor)
	) WITHOUT ROWID;
INSERT INTO mfa VALUES ('failure', '00uyFgt3MbkJWGEeQbjy', {{now}} + -60891, X'0024e97f85b8e91800ee83bb85b8e91800b81ef785b8e918');


CREATE TABLE pending (
		level INTEGER NOT NULL,           -- of the priority: 0 is the most urgent
		time TEXT NOT NULL,               -- of the event, as in the alert
		id TEXT NOT NULL,
		rule TEXT NOT NULL,
		actor TEXT NOT NULL,
		created INTEGER NOT NULL,         -- times of our own clock are milliseconds
		attempts INTEGER NOT NULL DEFAULT 0,
		strikes INTEGER NOT NULL DEFAULT 0, -- failures while other alerts went through
		next_try INTEGER NOT NULL DEFAULT 0,
		reason TEXT NOT NULL DEFAULT '',  -- why the last attempt failed
		json TEXT NOT NULL, tries TEXT NOT NULL DEFAULT '[]', replayed INTEGER NOT NULL DEFAULT 0,
		PRIMARY KEY (level, time, id)
	) WITHOUT ROWID;
INSERT INTO pending VALUES (2, '2026-11-20T10:00:00.000000000Z', '43f6745c-7a52-198d-aa67-406d421101fa:Account locked', 'Account locked', 'veteran@example.com', {{now}} + -60891, 3, 1, {{now}} + -1891, '503: Falcosidekick or what stands before it is not well', '{"hostname":"okta.example.com","output":"10:00:00.000000000: Critical Account locked (user=veteran@example.com, event=43f6745c-7a52-198d-aa67-406d421101fa)","output_fields":{"evt.time":1795168800000000000,"okta.actor.alternateid":"veteran@example.com","okta.uuid":"43f6745c-7a52-198d-aa67-406d421101fa"},"priority":"Critical","rule":"Account locked","source":"okta","tags":["fault_suite"],"time":"2026-11-20T10:00:00.000000000Z"}', '[{"at":1795168802000,"reason":"503: Falcosidekick or what stands before it is not well"},{"at":1795168862000,"reason":"it did not answer"}]', 0);
INSERT INTO pending VALUES (4, '2026-11-20T10:00:01.000000000Z', 'a641a718-d2ea-1851-abbf-c100fca66f6d:Password reset', 'Password reset', 'veteran@example.com', {{now}} + -60891, 0, 0, 0, '', '{"hostname":"okta.example.com","output":"10:00:01.000000000: Warning Password reset (user=ines.duarte@example.com, event=a641a718-d2ea-1851-abbf-c100fca66f6d)","output_fields":{"evt.time":1795168801000000000,"okta.actor.alternateid":"ines.duarte@example.com","okta.uuid":"a641a718-d2ea-1851-abbf-c100fca66f6d"},"priority":"Warning","rule":"Password reset","source":"okta","tags":["fault_suite"],"time":"2026-11-20T10:00:01.000000000Z"}', '[]', 1);


CREATE TABLE rule_figures (
		rule TEXT PRIMARY KEY,
		total INTEGER NOT NULL,
		last_fired INTEGER NOT NULL,
		hours TEXT NOT NULL               -- JSON pairs: the number of the hour, and how often
	) WITHOUT ROWID;
INSERT INTO rule_figures VALUES ('Account locked', 3, {{now}} + -60891, '[[498725,3]]');
INSERT INTO rule_figures VALUES ('Password reset', 3, {{now}} + -60891, '[[498725,3]]');


CREATE TABLE seen_{{day}} (uuid TEXT PRIMARY KEY) WITHOUT ROWID;
INSERT INTO seen_{{day}} VALUES ('43f6745c-7a52-198d-aa67-406d421101fa');
INSERT INTO seen_{{day}} VALUES ('89361d27-2948-12d6-a450-7e50039d1c1d');
INSERT INTO seen_{{day}} VALUES ('96e9d075-80a7-183d-ab77-288740050297');
INSERT INTO seen_{{day}} VALUES ('a641a718-d2ea-1851-abbf-c100fca66f6d');
INSERT INTO seen_{{day}} VALUES ('adbc08e4-3a72-18a9-a7dc-b4a5988e7821');
INSERT INTO seen_{{day}} VALUES ('c09f7ec9-1096-1236-a676-58b018671db9');
INSERT INTO seen_{{day}} VALUES ('ed7cc4c5-7da9-1693-a8a7-8adfc5946078');
INSERT INTO seen_{{day}} VALUES ('f293880a-3f3c-1eaf-a0fc-3d52c3ccc7a5');


CREATE TABLE series (
		name TEXT PRIMARY KEY,
		used INTEGER NOT NULL,
		fields TEXT NOT NULL,             -- what the values are of, as a JSON array of names
		members BLOB NOT NULL
	) WITHOUT ROWID;
INSERT INTO series VALUES ('two events of one actor', {{now}} + -60268, '["okta.client.ip"]', X'0040dd2b83b8e918b241defc000000004d00000000000000000a786783b8e9189dffffffffffffff4e00000000000000');


CREATE TABLE set_aside (
		id INTEGER PRIMARY KEY,
		kind TEXT NOT NULL CHECK (kind IN ('rejected', 'failed')),
		at INTEGER NOT NULL,
		source TEXT NOT NULL,
		reason TEXT NOT NULL,
		text TEXT NOT NULL
	);
INSERT INTO set_aside VALUES (1, 'failed', {{now}} + -60891, 'https://okta.example.com/api/v1/eventHooks/whoYmBHGvUowcH73dWQc', 'Error: rule Account locked: okta.nonexistent is not a field', '{"uuid":"c09f7ec9-1096-1236-a676-58b018671db9","published":"2026-11-20T10:00:07.000Z","eventType":"user.account.lock","version":"0","displayMessage":"Max sign in attempts exceeded","severity":"DEBUG","client":{"userAgent":{"rawUserAgent":"Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0","os":"Linux","browser":"FIREFOX"},"zone":"null","device":"Computer","id":null,"ipAddress":"203.0.113.77","geographicalContext":{"city":"Amsterdam","state":"North Holland","country":"Netherlands","postalCode":"1012","geolocation":{"lat":52.374,"lon":4.8897}},"ipChain":[{"ip":"203.0.113.77","geographicalContext":{"city":"Amsterdam","state":"North Holland","country":"Netherlands","postalCode":"1012","geolocation":{"lat":52.374,"lon":4.8897}},"version":"V4","source":null}]},"device":null,"actor":{"id":"00uyFgt3MbkJWGEeQbjy","type":"User","alternateId":"veteran@example.com","displayName":"Zoë “veteran” Müller","detailEntry":null},"outcome":{"result":"FAILURE","reason":"LOCKED_OUT"},"target":[{"id":"00uyFgt3MbkJWGEeQbjy","type":"User","alternateId":"veteran@example.com","displayName":"Zoë “veteran” Müller","detailEntry":null}],"transaction":{"type":"WEB","id":"f72765685893f43f5c808366103e70f6","detail":{}},"debugContext":{"debugData":{"dtHash":"1f9cd6bfe6bf2b138106576e333c7632065b336984ff9f0688ba4f1672a46134","requestUri":"/idp/idx/challenge/answer","threatSuspected":"false","url":"/idp/idx/challenge/answer?","origin":"https://okta.example.com","behaviors":"{New Geo-Location=POSITIVE, New Device=POSITIVE, New IP=POSITIVE, New State=POSITIVE, New Country=POSITIVE, Velocity=NEGATIVE}","risk":"{reasons=Anomalous Location, Anomalous Device, level=HIGH}","requestId":"f72765685893f43f5c808366103e70f6","targetEventHookIds":"whoYmBHGvUowcH73dWQc"}},"legacyEventType":"core.user_auth.account_locked","authenticationContext":{"authenticationProvider":null,"credentialProvider":null,"credentialType":null,"issuer":null,"authenticationStep":0,"rootSessionId":"idxOhOxxHerktyGRx0EDQjSWH","externalSessionId":"idxOhOxxHerktyGRx0EDQjSWH","authenticatorContext":null,"interface":null},"securityContext":{"asNumber":64511,"asOrg":"example hosting","isp":"example hosting","domain":"example.org","isProxy":true},"insertionTimestamp":null}');
INSERT INTO set_aside VALUES (2, 'rejected', {{now}} + -60891, 'https://okta.example.com/api/v1/eventHooks/whoYmBHGvUowcH73dWQc', 'data.events[0]: expected object, received null', 'null');


CREATE TABLE settled (
		state TEXT NOT NULL CHECK (state IN ('delivered', 'dead', 'resolved', 'suppressed')),
		at INTEGER NOT NULL,
		id TEXT NOT NULL,
		level INTEGER NOT NULL,
		time TEXT NOT NULL,
		rule TEXT NOT NULL,
		actor TEXT NOT NULL,
		created INTEGER NOT NULL,
		attempts INTEGER NOT NULL,
		reason TEXT NOT NULL,
		json TEXT NOT NULL, tries TEXT NOT NULL DEFAULT '[]',
		PRIMARY KEY (state, at, id)
	) WITHOUT ROWID;
INSERT INTO settled VALUES ('dead', {{now}} + -30891, '96e9d075-80a7-183d-ab77-288740050297:Account locked', 2, '2026-11-20T10:00:02.000000000Z', 'Account locked', 'veteran@example.com', {{now}} + -60891, 1, '400: Falcosidekick takes it for no valid alert', '{"hostname":"okta.example.com","output":"10:00:02.000000000: Critical Account locked (user=veteran@example.com, event=96e9d075-80a7-183d-ab77-288740050297)","output_fields":{"evt.time":1795168802000000000,"okta.actor.alternateid":"veteran@example.com","okta.uuid":"96e9d075-80a7-183d-ab77-288740050297"},"priority":"Critical","rule":"Account locked","source":"okta","tags":["fault_suite"],"time":"2026-11-20T10:00:02.000000000Z"}', '[{"at":1795168803000,"reason":"400: Falcosidekick takes it for no valid alert"}]');
INSERT INTO settled VALUES ('delivered', {{now}} + -30891, 'f293880a-3f3c-1eaf-a0fc-3d52c3ccc7a5:Account locked', 2, '2026-11-20T10:00:03.000000000Z', 'Account locked', 'veteran@example.com', {{now}} + -60891, 1, '', '{"hostname":"okta.example.com","output":"10:00:03.000000000: Critical Account locked (user=veteran@example.com, event=f293880a-3f3c-1eaf-a0fc-3d52c3ccc7a5)","output_fields":{"evt.time":1795168803000000000,"okta.actor.alternateid":"veteran@example.com","okta.uuid":"f293880a-3f3c-1eaf-a0fc-3d52c3ccc7a5"},"priority":"Critical","rule":"Account locked","source":"okta","tags":["fault_suite"],"time":"2026-11-20T10:00:03.000000000Z"}', '[]');
INSERT INTO settled VALUES ('resolved', {{now}} + -30891, '89361d27-2948-12d6-a450-7e50039d1c1d:Password reset', 4, '2026-11-20T10:00:04.000000000Z', 'Password reset', 'veteran@example.com', {{now}} + -60891, 0, '', '{"hostname":"okta.example.com","output":"10:00:04.000000000: Warning Password reset (user=ines.duarte@example.com, event=89361d27-2948-12d6-a450-7e50039d1c1d)","output_fields":{"evt.time":1795168804000000000,"okta.actor.alternateid":"ines.duarte@example.com","okta.uuid":"89361d27-2948-12d6-a450-7e50039d1c1d"},"priority":"Warning","rule":"Password reset","source":"okta","tags":["fault_suite"],"time":"2026-11-20T10:00:04.000000000Z"}', '[]');
INSERT INTO settled VALUES ('suppressed', {{now}} + -30891, 'adbc08e4-3a72-18a9-a7dc-b4a5988e7821:Password reset', 4, '2026-11-20T10:00:05.000000000Z', 'Password reset', 'veteran@example.com', {{now}} + -60891, 0, 'more than 1 of this rule about this actor within 600 s', '{"hostname":"okta.example.com","output":"10:00:05.000000000: Warning Password reset (user=ines.duarte@example.com, event=adbc08e4-3a72-18a9-a7dc-b4a5988e7821)","output_fields":{"evt.time":1795168805000000000,"okta.actor.alternateid":"ines.duarte@example.com","okta.uuid":"adbc08e4-3a72-18a9-a7dc-b4a5988e7821"},"priority":"Warning","rule":"Password reset","source":"okta","tags":["fault_suite"],"time":"2026-11-20T10:00:05.000000000Z"}', '[]');


CREATE TABLE storm (
		rule TEXT PRIMARY KEY,
		ends INTEGER NOT NULL,
		admitted INTEGER NOT NULL,        -- those that left by themselves
		folded INTEGER NOT NULL,          -- those that did not,
		first TEXT NOT NULL,              -- the time of the earliest of their events
		last TEXT NOT NULL,               -- and of the latest; one of them stands for all:
		level INTEGER NOT NULL,
		time TEXT NOT NULL,
		id TEXT NOT NULL,
		actor TEXT NOT NULL,
		output TEXT NOT NULL,
		json TEXT NOT NULL
	) WITHOUT ROWID;
INSERT INTO storm VALUES ('Password reset', {{now}} + -1891, 1, 2, '2026-11-20T10:00:03.000000000Z', '2026-11-20T10:00:06.000000000Z', 4, '2026-11-20T10:00:06.000000000Z', 'ed7cc4c5-7da9-1693-a8a7-8adfc5946078:Password reset', 'veteran@example.com', '10:00:06.000000000: Warning Password reset (user=ines.duarte@example.com, event=ed7cc4c5-7da9-1693-a8a7-8adfc5946078)', '{"hostname":"okta.example.com","output":"10:00:06.000000000: Warning Password reset (user=ines.duarte@example.com, event=ed7cc4c5-7da9-1693-a8a7-8adfc5946078)","output_fields":{"evt.time":1795168806000000000,"okta.actor.alternateid":"ines.duarte@example.com","okta.uuid":"ed7cc4c5-7da9-1693-a8a7-8adfc5946078"},"priority":"Warning","rule":"Password reset","source":"okta","tags":["fault_suite"],"time":"2026-11-20T10:00:06.000000000Z"}');


CREATE TABLE _cf_KV (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
INSERT INTO _cf_KV VALUES ('destination', X'ff0f6f220573746174652204646f776e220573696e63654e0000d060861f7a4222086661696c75726573490622076e6578745472794e00800862861f7a422206726561736f6e22373530333a2046616c636f736964656b69636b206f722077686174207374616e6473206265666f7265206974206973206e6f742077656c6c7b05');
INSERT INTO _cf_KV VALUES ('schema', X'ff0f4908');
INSERT INTO _cf_KV VALUES ('set aside', X'ff0f6f220872656a6563746564490222066661696c656449027b02');
INSERT INTO _cf_KV VALUES ('tally', X'ff0f6f220a64656c69766572696573490a220c6c61737444656c69766572794e0000d060861f7a4222066576656e74734916220a6475706c6963617465734904220872656a6563746564490222066661696c656449022206616c6572747349142204686f75726f220261744e0000d060861f7a42220a64656c69766572696573490422066576656e74734908220a6475706c6963617465734902220872656a6563746564490222066661696c656449022206616c657274734904220964656c69766572656449022209636f6d6d69747465646f2206636f756e74734104490049004906490224000422036d617849047b02220473656e746f2206636f756e747341054900490049004900490224000522036d617849067b02220572756c65733b220e4163636f756e74206c6f636b65646f220574696d6573490422046c6173744e00004d61861f7a427b023a027b0b7b08');
