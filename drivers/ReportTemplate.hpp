#pragma once

namespace ritz {

/// The page of `ritz report` for Mustache: {{a}} is escaped, {{#list}} … {{/list}} repeated.
extern const char* const reportTemplate;

}  // namespace ritz
