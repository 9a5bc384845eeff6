airssys_bindings::airssys_bindings!({ path: "ui/sound", packages: ["a:*"], worlds: ["so*"] });

use a::sound::sound as _;
