// All claims of a filter, page after page, from the root.
import { graphql } from "relay-runtime";

export const query = graphql`
  query ClaimListQuery($where: ClaimWhere) {
    ...ClaimList_claims @arguments(where: $where)
  }
`;

export const claims = graphql`
  fragment ClaimList_claims on Query
  @refetchable(queryName: "ClaimListPaginationQuery")
  @argumentDefinitions(
    where: { type: "ClaimWhere" }
    count: { type: "Int", defaultValue: 20 }
    cursor: { type: "String" }
  ) {
    claims(where: $where, first: $count, after: $cursor) @connection(key: "ClaimList_claims", filters: ["where"]) {
      totalCount
      edges {
        node {
          id
          ...ClaimCard_claim
        }
      }
    }
  }
`;
