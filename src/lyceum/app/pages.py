"""The pages a process shows by itself: a welcome where no web app is built, the form behind the one-time link."""

import html

from lyceum.gateway.content_policy import hash_source

_STYLE = """
  :root { color-scheme: light dark; font: 17px/1.6 system-ui, sans-serif; }
  body { max-width: 34rem; margin: 12vh auto; padding: 0 1.25rem; }
  h1 { font-weight: 650; letter-spacing: -.02em; }
  label { display: block; margin: 1rem 0 .25rem; }
  input { font: inherit; width: 100%; padding: .5rem .6rem; box-sizing: border-box; }
  button { font: inherit; margin-top: 1.5rem; padding: .55rem 1.2rem; }
  code { font-size: .92em; }
"""

_WELCOME = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Lyceum</title><style>{_STYLE}</style></head>
<body><main>
<h1>Lyceum is running.</h1>
<p>Its web app is not built here. <code>make web</code> in Lyceum's folder builds it; then start Lyceum again.</p>
<p>In a terminal, turn a chapter into cards and practise them:</p>
<p><code>{{program}} learn chapter.pdf</code><br><code>{{program}} practise</code></p>
<p>Programs find the API described at <a href="/api/v1/openapi.json">/api/v1/openapi.json</a>.</p>
</main></body></html>"""


WELCOME_CSP = f"default-src 'none'; style-src {hash_source(_STYLE)}; base-uri 'none'; frame-ancestors 'none'"


def welcome(program: str) -> str:
    """The first page where there is no web app; `program` is what is typed for `lyceum` here."""
    return _WELCOME.replace("{program}", html.escape(program))


_SETUP_SCRIPT = """
  const form = document.querySelector('form'), said = document.querySelector('[role=status]');
  const next = document.querySelector('#next');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(form));
    // The link's token stands behind the '#', so that no server, proxy or history log has seen it.
    fields.token = location.hash.slice(1);
    try {
      const answer = await fetch('/api/v1/auth/setup', {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(fields),
      });
      if (!answer.ok) { said.textContent = (await answer.json()).error.message; return; }
      form.hidden = true; next.hidden = false;
      said.textContent = 'Done. You are the administrator of this Lyceum.';
    } catch { said.textContent = 'Lyceum does not answer. Start it again, and open the link that it prints then.'; }
  });
"""

SETUP = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Set up Lyceum</title><style>{_STYLE}</style></head>
<body><main>
<h1>Your first administrator</h1>
<p role="status"></p>
<p id="next" hidden><a href="/">What to do next</a></p>
<form>
<label for="email">E-mail</label><input id="email" name="email" type="email" autocomplete="username" required>
<label for="full_name">Name</label><input id="full_name" name="full_name" autocomplete="name" required>
<label for="password">Password (12 characters or more, with capitals, digits and signs)</label>
<input id="password" name="password" type="password" autocomplete="new-password" minlength="12" required>
<button>Create the account</button>
</form>
</main><script>{_SETUP_SCRIPT}</script></body></html>"""

SETUP_CSP = (
    f"default-src 'none'; connect-src 'self'; script-src {hash_source(_SETUP_SCRIPT)}; "
    f"style-src {hash_source(_STYLE)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
