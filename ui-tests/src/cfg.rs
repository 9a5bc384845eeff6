airssys_bindings::airssys_bindings!({ path: "ui/sound", cfg: { "a:sound": any(unix, windows) } });

use a::sound::j as _;
