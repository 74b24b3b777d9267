// A History out of the data files of a published site, as if it were read from the results that the site was made of.
//
// What the configuration decides while results are read has been decided when the site was built and cannot be
// undone: `commit_from`, `suite_from`, `path_pattern` and the aliases have no effect, names are renamed already. Hidden
// CPUs and colours are this configuration's, so that a changed one can be looked at. The site has the testbeds that it
// was built with; asking for a dimension that does not tell them apart is an error.
#pragma once

#include "archive/object_store.hpp"
#include "ingest/ingest.hpp"
#include "ingest/options.hpp"
#include "model/history.hpp"

namespace benchfolio::ingest {

// `store` holds a site. A site that is replaced while it is read is read once more, from its new index on. Throws
// model::Error: storage, with document and place, where the data are damaged or do not belong together; usage where
// they cannot be what the configuration asks for.
model::History published_history(const archive::ObjectStore& store, const Options& options,
                                 const OnProgress& on_progress);

}  // namespace benchfolio::ingest
