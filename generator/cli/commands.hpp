// The commands: each a list of stages. All throw model::Error.
#pragma once

#include "cli/arguments.hpp"
#include "cli/console.hpp"

namespace benchfolio::cli {

// What a command talks through.
struct Session {
    Screen out, err;
    bool quiet = false;
};

model::ExitCode build(const Build& arguments, const Session& session);
model::ExitCode ingest(const Ingest& arguments, const Session& session);
model::ExitCode check(const Check& arguments, const Session& session);
model::ExitCode init(const Init& arguments, const Session& session);
model::ExitCode upload(const Upload& arguments, const Session& session);
model::ExitCode publish(const Publish& arguments, const Session& session);
model::ExitCode serve(const Serve& arguments, const Session& session);
model::ExitCode changes(const Changes& arguments, const Session& session);
model::ExitCode export_all(const Export& arguments, const Session& session);
model::ExitCode compare(const Compare& arguments, const Session& session);
model::ExitCode gate(const Gate& arguments, const Session& session);
model::ExitCode backtest(const Backtest& arguments, const Session& session);
model::ExitCode comment(const Comment& arguments, const Session& session);
model::ExitCode import_history(const Import& arguments, const Session& session);
model::ExitCode continuity(const Continuity& arguments, const Session& session);
model::ExitCode list(const List& arguments, const Session& session);
model::ExitCode plan(const Plan& arguments, const Session& session);
model::ExitCode bisect(const Bisect& arguments, const Session& session);
model::ExitCode request(const Request& arguments, const Session& session);

}  // namespace benchfolio::cli
