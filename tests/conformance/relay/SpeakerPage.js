// A speaker with what they said, page after page, and what is known of them.
import { graphql } from "relay-runtime";

export const query = graphql`
  query SpeakerPageQuery($id: ID!, $day: Date!) {
    speaker(id: $id) {
      id
      canonicalId
      name
      country
      ...SpeakerPage_claims @arguments(count: 10)
      ...SpeakerPage_office @arguments(day: $day)
      ...SpeakerPage_years
    }
  }
`;

export const claims = graphql`
  fragment SpeakerPage_claims on Speaker
  @refetchable(queryName: "SpeakerPageClaimsPaginationQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
    claims(first: $count, after: $cursor) @connection(key: "SpeakerPage_claims") {
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

export const office = graphql`
  fragment SpeakerPage_office on Speaker @argumentDefinitions(day: { type: "Date!" }) {
    roleOn(date: $day) {
      __typename
    }
    tenures {
      role
      from
    }
  }
`;

export const years = graphql`
  fragment SpeakerPage_years on Speaker {
    timeline(interval: YEAR, calendar: JALALI) {
      buckets {
        start
        end
        label
        count
      }
      undatedCount
    }
  }
`;
