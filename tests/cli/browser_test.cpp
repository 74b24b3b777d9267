#include "cli/browser.hpp"

#include <string>
#include <vector>

#include "support/catch.hpp"

using namespace benchfolio;

namespace {

// The command where BROWSER is `wanted`.
std::vector<std::string> command(const std::string& wanted) {
    return cli::browser_command("http://127.0.0.1:1/", [&](const std::string& name) {
        return name == "BROWSER" && !wanted.empty() ? std::optional{wanted} : std::nullopt;
    });
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("the address takes its place in the person's command, or stands at its end") {
    CHECK(command("firefox") == Words{"firefox", "http://127.0.0.1:1/"});
    CHECK(command("firefox --new-tab %s") == Words{"firefox", "--new-tab", "http://127.0.0.1:1/"});
    CHECK(command("show --url=%s --wait") == Words{"show", "--url=http://127.0.0.1:1/", "--wait"});
    CHECK(command("first:second") == Words{"first", "http://127.0.0.1:1/"});
}

TEST_CASE("without a command of the person's it is the desktop's") {
    CHECK(command("").size() == 2);
    CHECK(command("  ") == command(""));
    CHECK(command("").back() == "http://127.0.0.1:1/");
}
