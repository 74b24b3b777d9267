#include "summary/changes.hpp"
#include "archive/object_store.hpp"
#include "cli/changes_text.hpp"
#include "cli/commands.hpp"
#include "cli/stages.hpp"
#include "site/downloads/changes_document.hpp"

namespace benchfolio::cli {
namespace {

std::string told(const Changes& arguments, const site::Content& content, const Screen& screen) {
    const auto chosen = summary::changes_since(content, arguments.since);
    switch (arguments.format) {
        case Format::json:
            return site::downloads::changes_document(content, chosen);
        case Format::markdown:
            return summary::changes_markdown(content, chosen, arguments.since);
        default:
            return changes_text(content, chosen, arguments.since, screen);
    }
}

}  // namespace

model::ExitCode changes(const Changes& arguments, const Session& session) {
    Progress progress{session.err, session.quiet};
    config::Config config = configure(arguments.source, progress);
    set_now(arguments.now, config);
    const auto store = open(arguments.source, config);
    const model::History history = read(*store, config, progress);
    warn_of_unused(history, arguments.source.archive, progress);
    const analysis::Report report = analyse(history, *store, config, arguments.source, progress);
    print_result(told(arguments, {history, report, config.analysis, config.site}, session.out));
    return model::ExitCode::ok;
}

}  // namespace benchfolio::cli
