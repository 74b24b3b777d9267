#include <exception>
#include <new>
#include <variant>

#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/interrupt.hpp"

namespace benchfolio::cli {
namespace {

using model::Error;
using model::ExitCode;

struct Dispatch {
    const Session& session;

    ExitCode operator()(const Answer& answer) const {
        print_result(answer.text);
        return ExitCode::ok;
    }
    ExitCode operator()(const Build& arguments) const { return build(arguments, session); }
    ExitCode operator()(const Ingest& arguments) const { return ingest(arguments, session); }
    ExitCode operator()(const Check& arguments) const { return check(arguments, session); }
    ExitCode operator()(const Init& arguments) const { return init(arguments, session); }
    ExitCode operator()(const Upload& arguments) const { return upload(arguments, session); }
    ExitCode operator()(const Publish& arguments) const { return publish(arguments, session); }
    ExitCode operator()(const Serve& arguments) const { return serve(arguments, session); }
    ExitCode operator()(const Changes& arguments) const { return changes(arguments, session); }
    ExitCode operator()(const Export& arguments) const { return export_all(arguments, session); }
    ExitCode operator()(const Compare& arguments) const { return compare(arguments, session); }
    ExitCode operator()(const Gate& arguments) const { return gate(arguments, session); }
    ExitCode operator()(const Backtest& arguments) const { return backtest(arguments, session); }
    ExitCode operator()(const Comment& arguments) const { return comment(arguments, session); }
    ExitCode operator()(const Import& arguments) const { return import_history(arguments, session); }
    ExitCode operator()(const Continuity& arguments) const { return continuity(arguments, session); }
    ExitCode operator()(const List& arguments) const { return list(arguments, session); }
    ExitCode operator()(const Plan& arguments) const { return plan(arguments, session); }
    ExitCode operator()(const Bisect& arguments) const { return bisect(arguments, session); }
    ExitCode operator()(const Request& arguments) const { return request(arguments, session); }
};

ExitCode perform(int argc, const char* const* argv, Appearance& appearance) {
    const Command command = parse(argc, argv, appearance);
    const Session session{screen_of(stdout, appearance.colour), screen_of(stderr, appearance.colour), appearance.quiet};
    return std::visit(Dispatch{session}, command);
}

// What is neither usage nor environment is a fault of the program, and says so in one line.
Error internal(const std::string& what) {
    return {
        ExitCode::storage, "internal", what, {}, "this is a fault of benchfolio; please report it with the command"};
}

int report(const Error& error, const Appearance& appearance) {
    print(screen_of(stderr, appearance.colour), error);
    return static_cast<int>(error.exit_code());
}

}  // namespace

int run(int argc, const char* const* argv) {
    Appearance appearance;
    try {
        watch_for_interrupts();
        return static_cast<int>(perform(argc, argv, appearance));
    } catch (const Error& error) {
        return report(error, appearance);
    } catch (const std::bad_alloc&) {
        return report({ExitCode::storage, "memory", "out of memory", {}, "fewer --jobs need less"}, appearance);
    } catch (const std::exception& error) {
        return report(internal(error.what()), appearance);
    }
}

}  // namespace benchfolio::cli
