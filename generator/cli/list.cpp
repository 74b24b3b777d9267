#include <nlohmann/json.hpp>
#include <utility>

#include "archive/object_store.hpp"
#include "cli/commands.hpp"
#include "cli/listing.hpp"
#include "cli/stages.hpp"

namespace benchfolio::cli {

model::ExitCode list(const List& arguments, const Session& session) {
    Progress progress{session.err, session.quiet};
    const config::Config config = configure(arguments.source, progress);
    const model::History history = read(*open(arguments.source, config), config, progress);
    warn_of_unused(history, arguments.source.archive, progress);
    auto rows = listed(arguments, history, config.site.archived_branches);
    print_result(arguments.json ? listing_json(arguments, std::move(rows)) : listing_text(arguments.what, rows));
    return model::ExitCode::ok;
}

}  // namespace benchfolio::cli
